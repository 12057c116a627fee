"""Public transport by the clock: one backward scan for all counters at once, and walking to and from it."""
