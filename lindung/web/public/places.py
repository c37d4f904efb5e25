"""The places among which somebody may choose hers."""

from typing import Any

from django.utils.translation import gettext as _

from lindung.directory import queries as directory
from lindung.directory.codes import UnitKind

ELSEWHERE = ""


def places_for(unit: Any | None) -> list[tuple[str, Any]]:
    """Return kecamatan to choose from: of the unit whose door this is, or of each unit by name."""
    first = [(ELSEWHERE, _("I do not know, or elsewhere"))]
    if unit is not None:
        return [*first, *_of(unit)]
    working = [known for known in directory.units() if known.kind == UnitKind.UPTD]
    return [*first, *((known.area.name, _of(known)) for known in working)]


def _of(unit: Any) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in directory.subdistricts_of(unit)]
