"""Stock: lots, their append-only moves, and who expires first."""
