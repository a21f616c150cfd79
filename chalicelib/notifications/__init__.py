"""Telling people: a notice for every letter, codes, and what comes back when an address does not work."""
