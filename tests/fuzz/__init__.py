"""Fuzzing: a target for each reader of files."""
