"""BankID's relying party API v6.0, and the app in the person's hand."""
