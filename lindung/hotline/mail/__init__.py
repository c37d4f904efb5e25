"""E-mail as text: who wrote, what, and whether a person did. Pure."""
