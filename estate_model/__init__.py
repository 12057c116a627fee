"""Network travel-time models of access to police front counters."""
