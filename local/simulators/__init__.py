"""Outside parties, played over their real protocols: BankID, e-mail, text messages."""
