"""The chat on our own site in the worker: an answer is there once her open page may show it."""

from lindung.hotline.letters import OpenLine
from lindung.hotline.queries.lines import Parcel


class Widget:
    """One unit's chat. Nothing is fetched: she writes into our own pages."""

    def __init__(self, line: OpenLine) -> None:
        self._line = line

    def fetch(self) -> int:
        """Bring in nothing."""
        return 0

    def send(self, parcel: Parcel) -> str:
        """Let her page show it from now on."""
        return str(parcel.key)

    def close(self) -> None:
        """Hold nothing."""
