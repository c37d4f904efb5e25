"""What was answered, page by page, as the one telling that intake takes."""

from collections.abc import Callable
from datetime import time
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from lindung.intake.codes import About, Answer
from lindung.intake.files import UploadedBytes
from lindung.intake.telling import ProfessionalFacts, SafeWay, Teller, Telling
from lindung.people.codes import Tri
from lindung.web.public.forms.child import TRUSTED

Flat = dict[str, Any]


def telling_of(
    about: About, flat: Flat, files: tuple[UploadedBytes, ...], *, limits_told: bool
) -> Telling:
    """Return the telling. What was skipped says nothing, which is never a no."""
    said: Callable[[str], str] = lambda name: flat.get(name) or ""  # noqa: E731 - read ten times below
    return Telling(
        about=about,
        words=said("words"),
        child=said("child") or Tri.NOT_ASKED,
        anonymous=not said("name"),
        reporter=Teller(name=said("name"), phone=said("phone"), email=said("email")),
        victim_name=said("victim_name"),
        area=said("subdistrict"),
        place=said("place"),
        disability=tuple(flat.get("disability", ())),
        needs=_needs(flat),
        institution_named=_institution(flat),
        institutions=tuple(flat.get("institutions", ())),
        named=said("named"),
        now_danger=said("danger") or Answer.NOT_ASKED,
        injured=said("injured") or Answer.NOT_ASKED,
        near=said("near") or Answer.NOT_ASKED,
        safe_way=_safe_way(flat),
        limits_told=limits_told,
        professional=_professional(about, flat),
        files=files,
        second_code=bool(flat.get("decoy")),
        language=translation.get_language() or "id",
    )


def _institution(flat: Flat) -> str:
    """Return whether an institution is named: naming one answers the question."""
    return Tri.YES if flat.get("institutions") else flat.get("institution") or Tri.NOT_ASKED


def _safe_way(flat: Flat) -> SafeWay | None:
    channel = flat.get("channel")
    if not channel:
        return None
    return SafeWay(
        channel=channel,
        allowed=Tri.YES,
        from_time=_hour(flat.get("from_time")),
        until_time=_hour(flat.get("until_time")),
        who_sees=tuple(flat.get("who_sees", ())),
        message_allowed=flat.get("message_allowed") or Tri.NOT_ASKED,
        code_word=flat.get("code_word") or "",
        cover_text=flat.get("cover_text") or "",
    )


def _hour(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _professional(about: About, flat: Flat) -> ProfessionalFacts | None:
    if about != About.PROFESSIONAL:
        return None
    return ProfessionalFacts(
        institution=flat.get("workplace") or "",
        role=flat.get("job") or "",
        seen_on=flat.get("seen_on") or "",
    )


def _needs(flat: Flat) -> str:
    """Return what she asks for; for a child also the adult it chose, in the words of the desk."""
    lines = [flat.get("needs") or ""]
    with translation.override("id"):
        if flat.get("age_band"):
            lines.append(_("Age, as far as known") + f": {flat['age_band']}")
        chosen = str(dict(TRUSTED).get(flat.get("adult") or "", ""))
        adult = [chosen, flat.get("adult_name") or "", flat.get("adult_phone") or ""]
        if any(adult):
            lines.append(
                _("The adult the child chose") + ": " + ", ".join(part for part in adult if part)
            )
    return "\n".join(line for line in lines if line)
