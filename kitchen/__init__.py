"""The kitchen: catalogue, stock, production, the week, and the application joining them."""
