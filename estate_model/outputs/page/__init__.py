"""The self-contained map page: plain data in, one HTML file out."""
