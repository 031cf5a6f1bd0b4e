"""The reader: everything that knows Textual."""
