"""Forms that senders ask people to fill in: templates, drafts, and the answers given back."""
