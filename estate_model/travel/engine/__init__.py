"""Shortest paths from many places to few counters."""
