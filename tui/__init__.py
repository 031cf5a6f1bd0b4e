"""Hashiya: a terminal reader and annotator for right-to-left text."""

__version__ = "0.2.0"

RELEASE_DATE = "2026-11-29"
"""The day of this release, for the manual page."""
