"""Hashiya: a terminal reader and annotator for right-to-left text."""
