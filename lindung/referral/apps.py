"""Django's registration of this module."""

from importlib import import_module

from django.apps import AppConfig


class ReferralConfig(AppConfig):
    """Register `referral` and let it hear what others tell."""

    name = "lindung.referral"

    def ready(self) -> None:
        """Subscribe its handlers."""
        import_module("lindung.referral.handlers")
