"""Signing in: allauth's flows behind our gates, with our words."""

from lindung.web.accounts.adapters import AccountAdapter, MfaAdapter

__all__ = ["AccountAdapter", "MfaAdapter"]
