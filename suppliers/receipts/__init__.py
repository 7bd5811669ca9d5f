"""Receipts: what was ordered, what arrived, weighed and inspected, and became stock."""
