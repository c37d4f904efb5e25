"""What the hotline decides from values alone, a file for each topic. Pure."""
