"""Folders and files, read into documents."""
