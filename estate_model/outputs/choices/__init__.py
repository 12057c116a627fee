"""What rank, choose and frontier write: data, words and a scenario file; each ``-> {file name: bytes}``."""
