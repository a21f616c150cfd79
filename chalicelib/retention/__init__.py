"""How long things are kept, and erasing them when the time is up."""
