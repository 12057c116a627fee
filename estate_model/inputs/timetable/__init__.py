"""Public transport by the clock: GTFS feeds built into a timetable, and a timetable read back."""
