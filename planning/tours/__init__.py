"""Tours: which van serves which stops, in which order, at what time."""
