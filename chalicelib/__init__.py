"""The business of a digital mailbox operator: one package per part, doors in `api`, machinery in `aws`."""
