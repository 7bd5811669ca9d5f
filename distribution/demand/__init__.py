"""Demand: how many meals each door asks for, by diet and size."""
