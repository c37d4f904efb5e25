"""Screens by which a unit connects its channels: settings, a look at a phone, open and close."""
