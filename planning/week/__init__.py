"""The week: menus, batches, picks and purchases for one production week."""
