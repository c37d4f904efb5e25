"""What is told as a code: an unknown one is left out at the door and refused at the desk.

Nothing else may stand in a column of codes: it is not sealed.
"""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from lindung.core.errors import NotFound, RuleBroken
from lindung.directory import queries as directory
from lindung.directory.codes import AreaCode


def known_area(code: str) -> str | None:
    """Return the code of a place we know, else nothing: no report is refused for its place."""
    if not code:
        return None
    try:
        return str(directory.area(AreaCode(code)).pk)
    except (ValueError, NotFound):
        return None


def known_codes(kind: type[TextChoices], told: Iterable[str]) -> list[str]:
    """Return the codes of `kind` among what was told at the door, in their own order."""
    given = set(told)
    return [code for code in kind.values if code in given]


def known_code(kind: type[TextChoices], told: str, otherwise: str) -> str:
    """Return what was told at the door if it is a code of `kind`."""
    return told if told in kind.values else otherwise


def require_code(kind: type[TextChoices], chosen: str | Iterable[str], field: str) -> None:
    """Raise `choice_unknown` beside `field` unless what was chosen at the desk is of `kind`."""
    several = {chosen} if isinstance(chosen, str) else set(chosen)
    if not several <= set(kind.values):
        raise RuleBroken("choice_unknown", _("Choose from the list."), field)
