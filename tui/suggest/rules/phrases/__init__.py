"""Noun phrases: where they end, the name in them, and whom or what they refer to."""
