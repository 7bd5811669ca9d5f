"""Beneficiaries: the people who eat; names sealed, only counts leave this folder."""
