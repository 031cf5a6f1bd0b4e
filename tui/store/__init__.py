"""Annotations, links and their history, kept in one SQLite file."""
