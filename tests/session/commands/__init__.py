"""Commands on an open document."""
