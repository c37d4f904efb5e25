"""Screens of the settings: staff, unit, limits, tokens, trail. No report, no case."""
