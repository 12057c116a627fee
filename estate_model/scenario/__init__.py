"""What a scenario says: its fields, its changes, and what of it only the area can check."""
