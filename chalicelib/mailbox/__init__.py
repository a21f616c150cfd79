"""Where post lands: the recipient's own copy of each letter, and what they do with it."""
