"""Distribution: partners, the people behind the counts, demand, tours and deliveries."""
