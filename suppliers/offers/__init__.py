"""Offers: what a supplier declares it can bring, before it becomes stock."""
