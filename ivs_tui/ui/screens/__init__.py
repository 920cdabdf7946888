"""A screen a file."""
