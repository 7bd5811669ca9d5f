"""The floor of the project: nothing here imports the rest."""
