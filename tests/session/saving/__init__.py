"""Saving the work."""
