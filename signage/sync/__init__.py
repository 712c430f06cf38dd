"""Source to store."""
