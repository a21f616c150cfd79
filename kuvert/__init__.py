"""`kuvert`: a sender's command line. It talks to an operator over HTTPS and knows nothing of how one is built."""
