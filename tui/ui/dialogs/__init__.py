"""Screens compose widgets and route their messages."""
