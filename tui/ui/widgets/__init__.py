"""Widgets; they depend neither on the screens nor on the store."""
