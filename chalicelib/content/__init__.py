"""What is sent: types of content, their parts, and whether a part is what it says."""
