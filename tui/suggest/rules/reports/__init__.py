"""Reports: each cue with the subject that its own clause names."""
