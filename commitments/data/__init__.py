"""Data that the readers look things up in."""
