"""Who may do what in the hotline, a file for each topic. Nothing about it is said elsewhere."""
