"""Scenario files, read with line and column."""
