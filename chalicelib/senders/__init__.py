"""Who may send: tenants, the clients that speak for them, their credentials, scopes and limits."""
