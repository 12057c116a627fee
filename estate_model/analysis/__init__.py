"""What follows from access and people: one file per analysis."""
