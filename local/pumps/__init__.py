"""What carries events to the Lambda functions of app.py: queues, schedules, and time itself."""
