"""Screens of asking other offices: the unit's own, and the partner's page without an account."""
