"""What Kuvert is made of in AWS, and how its code is packed for Lambda."""
