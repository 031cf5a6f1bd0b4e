"""Suggesters from outside: commands, and ML backends of Label Studio."""
