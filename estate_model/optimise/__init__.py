"""Rank, optimise, trade off: a matrix of travel times in, a choice of counters and hours out."""
