"""The doors: HTTP for senders and recipients, a command line for operations. Only here is Chalice known."""
