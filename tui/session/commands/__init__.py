"""Commands on an open document, each one step of undo: tagging, linking, deciding, commenting."""
