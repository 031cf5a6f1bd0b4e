"""Read folders and files into documents."""
