"""Tours: which van brings which meals where, and when."""
