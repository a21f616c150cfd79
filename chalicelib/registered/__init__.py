"""Registered letters (rekommenderade brev): signed for with BankID or expired, and what their senders are told."""
