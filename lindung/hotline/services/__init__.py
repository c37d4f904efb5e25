"""Everything that changes the hotline, a file for each use case."""
