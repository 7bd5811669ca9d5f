"""Marketplace: the shops of the cluster and their records, linked to our suppliers."""
