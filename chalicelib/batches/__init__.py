"""Batches: a file of many contents, sent row by row as if each had been posted, and what became of them."""
