"""Words that every part of the business shares: identifiers, time, randomness, kinds of error. Pure."""
