"""Noun phrases: where they end, the name in them, and what they refer to."""
