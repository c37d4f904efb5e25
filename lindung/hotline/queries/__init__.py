"""Everything that reads the hotline, a file for each use case; only what the actor may see."""
