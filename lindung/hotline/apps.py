"""The room of contacts, the rota and alarms."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """Who answers when, and who is called until somebody does."""

    name = "lindung.hotline"
