"""Pure planning: a problem goes in, a checked and explained plan comes out."""
