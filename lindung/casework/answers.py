"""What somebody answered, as the file keeps it, or the reason why it is no answer."""

from collections.abc import Collection

from lindung.casework.refusals import chosen, refusal
from lindung.core.errors import NotFound
from lindung.directory import queries as directory
from lindung.directory.codes import AreaCode
from lindung.intake.codes import Form


def known_area(code: str) -> str:
    """Return the Kemendagri code of a place that exists, or raise `RuleBroken`."""
    try:
        return directory.area(AreaCode(code)).code
    except (ValueError, NotFound):
        raise refusal("area_missing") from None


def known_forms(forms: Collection[str]) -> list[Form]:
    """Return forms of violence in the order of the list, each once."""
    if not forms:
        raise refusal("forms_missing")
    known = {chosen(Form, form, "forms") for form in forms}
    return [form for form in Form if form in known]


def tidy_initials(text: str | None) -> str | None:
    """Return initials as they are written everywhere, or None for *tidak dikenal*."""
    signs = " ".join((text or "").upper().split())
    return signs or None
