"""Files too large for a request: put into the bucket by their sender first, then named by a content."""
