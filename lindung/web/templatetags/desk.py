"""Codes and ids as words, in the templates of the desk."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import template
from django.db.models import TextChoices
from django.utils.translation import gettext

from lindung.casework.codes import Check, ConsentPurpose, Service
from lindung.intake.codes import CaseType, Form, Institution
from lindung.people.codes import WhoSees
from lindung.web.desk.clocks import span

register = template.Library()
WORDS: dict[str, type[TextChoices]] = {
    kind.__name__: kind
    for kind in (CaseType, Check, ConsentPurpose, Form, Institution, Service, WhoSees)
}


@register.filter
def labels(codes: Iterable[str], kind: str) -> str:
    """Return codes of one kind as words, with commas."""
    return ", ".join(str(WORDS[kind](code).label) for code in sorted(codes))


@register.filter
def name_in(staff_id: UUID | None, names: Mapping[UUID, str]) -> str:
    """Return a colleague's name."""
    if staff_id is None:
        return ""
    return names.get(staff_id, gettext("A colleague"))


@register.filter
def of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Return what stands under a key."""
    return mapping.get(key)


@register.filter
def minutes_long(minutes: int) -> str:
    """Return a number of minutes as a length: *7 hari*, and not *10080 menit*."""
    return span(timedelta(minutes=minutes))
