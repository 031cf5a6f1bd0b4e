"""Dialogs: modal screens over the reader."""
