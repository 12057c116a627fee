"""What a run writes: one file per output, each ``(Report) -> {file name: bytes}``."""
