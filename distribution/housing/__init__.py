"""Housing: residences, placements and works, linked from the cluster's housing records."""
