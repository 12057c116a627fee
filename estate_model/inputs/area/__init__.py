"""Area folders and their streets."""
