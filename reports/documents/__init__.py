"""Paper: what the kitchen prints, from the menu on the door to the driver's route sheet."""
