"""Who receives: people with a mailbox, their contact details and choices."""
