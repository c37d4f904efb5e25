"""The room of contacts, the rota and alarms."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """Who answers when, and who is called until somebody does."""

    name = "lindung.hotline"

    def ready(self) -> None:
        """Let calls leave by whatever channel a unit has opened."""
        from lindung.hotline.ways_by_letter import connect_ways  # noqa: PLC0415  # it needs models
        from lindung.hotline.ways_by_switchboard import connect_calls  # noqa: PLC0415  # as above

        connect_ways()
        connect_calls()
