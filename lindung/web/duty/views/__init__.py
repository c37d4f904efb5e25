"""Views of duty, a file for each topic."""
