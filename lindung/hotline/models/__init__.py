"""Tables of the hotline, a file for each topic; one line here for each."""
