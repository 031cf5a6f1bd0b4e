"""Hashiya: a terminal reader and annotator for right-to-left text."""

__version__ = "0.1.0"
