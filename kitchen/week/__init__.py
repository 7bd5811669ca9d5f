"""The week: its menu, the runs that plan it, and its publication."""
