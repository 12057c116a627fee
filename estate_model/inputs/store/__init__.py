"""Files: found, checked, remembered."""
