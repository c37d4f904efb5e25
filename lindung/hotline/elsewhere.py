"""Who calls beside the reports: whoever runs both rooms says whom to ask.

The caller asks at each tick what is true, as it does of reports. No event is needed, so none that
was missed, doubled or late can leave somebody in the field without a call. See docs/adr/0040.
"""

from collections.abc import Callable

from lindung.hotline.rules.escalation import Facts

Source = Callable[[], list[Facts]]
_sources: list[Source] = []


def also_ask(source: Source) -> None:
    """Ask `source` at each tick, in the frame of the unit at work; again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def asked() -> list[Facts]:
    """Return everything that calls beside the reports of the unit at work."""
    return [one for source in _sources for one in source()]
