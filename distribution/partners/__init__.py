"""Partners: the associations that serve the meals, and the doors they open."""
