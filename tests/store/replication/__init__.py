"""Merging databases, and rows for a hub."""
