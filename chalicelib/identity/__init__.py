"""Who is at the door: BankID, sessions, one-time codes, and the opening of an account."""
