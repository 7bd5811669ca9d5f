"""Suppliers: who brings food, what they offer, what was ordered and received."""
