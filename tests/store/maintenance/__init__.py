"""Maintenance of the store."""
