"""The app process: what a browser and a sender meet on the laptop, as CloudFront and API Gateway are in AWS."""
