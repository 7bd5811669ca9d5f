"""The catalogue: foods with their composition and allergens, and recipes made of them."""
