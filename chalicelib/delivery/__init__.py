"""From the sender's hand to the mailbox: match, accept, retain, refuse, and tell what became of it."""
