"""OpenStreetMap data, read by the rules of the United Kingdom."""
