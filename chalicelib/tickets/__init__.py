"""Events that tickets are sent to: told once by the sender, copied into every ticket's letter."""
