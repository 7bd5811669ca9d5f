"""The rules of a week, one file each, built into the model by the rulebook."""
