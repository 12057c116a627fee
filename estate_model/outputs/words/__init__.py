"""Sentences: every figure in them is rounded once."""
