"""Accounts: who may sign in, with which roles, and what a role may do."""
