"""The composition root: the only module that knows every slice; nothing imports it."""
