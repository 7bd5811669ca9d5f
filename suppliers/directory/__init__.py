"""Directory: who brings food, from where, under which certificates."""
