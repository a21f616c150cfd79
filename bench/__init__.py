"""What things cost, each as a ratio to the least that could do the same, measured in the same run."""
