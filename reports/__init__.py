"""Reports: what is printed, traced and counted, reading across the other packages."""
