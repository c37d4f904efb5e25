"""Screens of duty: the rota, calls, the hand-over. What reports say is not shown here."""
