"""The web: rendering, forms, errors and protection, shared by every page."""
