"""Telling senders what happens to what they have sent: signed webhooks, tried again for three days."""
