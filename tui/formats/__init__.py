"""Annotations in the formats of other tools, both ways."""
