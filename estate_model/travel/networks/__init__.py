"""What is travelled on, and where places and counters stand on it."""
