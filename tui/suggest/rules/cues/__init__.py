"""Cues: the expressions by which a text says that somebody said something."""
