"""What the reader is measured against, each a program of its own."""
