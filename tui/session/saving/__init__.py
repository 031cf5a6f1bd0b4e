"""Writing what the annotator did, and keeping it when it cannot be written."""
