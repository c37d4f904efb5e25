"""Django's registration of the screens: their templates and translations."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Register `web`."""

    name = "lindung.web"
