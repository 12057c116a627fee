"""The map page of a run: what it shows, and its what-if."""
