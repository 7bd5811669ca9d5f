"""Impact: figures of the cluster with their definition, period and source."""
