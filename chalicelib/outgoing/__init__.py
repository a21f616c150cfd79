"""Calling URLs that somebody else has chosen: guarded, with a deadline, and never following on."""
