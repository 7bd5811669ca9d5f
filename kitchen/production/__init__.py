"""Production: stations, shifts, batches and what each batch took."""
