"""One renderer per format: (Annex) -> bytes."""
