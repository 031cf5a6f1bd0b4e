"""What stops a noun phrase, one module a language."""
