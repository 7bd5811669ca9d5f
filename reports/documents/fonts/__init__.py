"""The typefaces embedded in every document, as TrueType files, and the script that makes them."""
