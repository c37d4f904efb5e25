"""Views of the law, one file for each use."""
