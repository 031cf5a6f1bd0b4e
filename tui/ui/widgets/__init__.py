"""Widgets know neither the screens nor the store."""
