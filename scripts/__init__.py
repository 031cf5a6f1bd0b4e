"""What makes generated files; run as `python -m scripts.NAME`."""
