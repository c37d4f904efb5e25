"""Django's registration of this module."""

from importlib import import_module

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    """Register `response` and let it hear what others tell."""

    name = "lindung.response"

    def ready(self) -> None:
        """Subscribe its handlers."""
        import_module("lindung.response.handlers")
