"""The field app: one page that works without signal, and what its phone asks and hands in."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lindung.access import queries as access
from lindung.access import services as accounts
from lindung.core.clock import now
from lindung.core.errors import Denied, NotFound, RuleBroken
from lindung.directory.help import COUNTRY
from lindung.intake.codes import Relation, Risk
from lindung.people.codes import ContactChannel, Disability, Tri, WhoSees
from lindung.response import queries, services
from lindung.response.codes import (
    ASKED_PARTS,
    PLAN_PARTS,
    EntryKind,
    MissionKind,
    MissionState,
    Outcome,
    Part,
    Signal,
    Stamp,
)
from lindung.web import bundle
from lindung.web.field.phone_gate import PhoneRequest, on_device
from lindung.web.field.phone_words import phone_words
from lindung.web.gates import StaffRequest, public, stepped_up

MOST_AT_ONCE = 50
LONGEST_WORDS = 4000
YEARS = range(1970, 2091)  # a phone that lost its clock begins in 1970
KEEP_DAYS = 7  # without contact a phone empties itself; house rule, docs/adr/0072
FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/forms.css",
    "css/carry.css",
    "fonts/plus-jakarta-sans-latin.woff2",
    "img/note.svg",
    "js/carry/app.js",
    "js/carry/camera.js",
    "js/carry/outbox.js",
    "js/carry/pad.js",
    "js/carry/store.js",
    "js/carry/sync.js",
    "js/carry/vault.js",
)
SENT = {Outcome.APPLIED, Outcome.TAKEN, Outcome.LEFT, Outcome.HELD}
SIGNALS = [(one.value, one.label) for one in Signal]
PARTS = {
    "plan": PLAN_PARTS,
    "now": tuple(one for one in Part if one.value.startswith("now_")),
    "safe": tuple(one for one in Part if one.value.startswith("safe_")),
}
CHOICES = {
    Part.PLAN_SIGNAL: SIGNALS,
    **{
        part: [(one.value, one.label) for one in (Tri.YES, Tri.NO, Tri.UNKNOWN)]
        for part in ASKED_PARTS
    },
}


@public
def app(request: HttpRequest) -> HttpResponse:
    """Show the one page of the app. It holds words of ours and nothing of anybody else's."""
    known = {
        "parts": {
            group: [(part.value, part.label, CHOICES.get(part, [])) for part in parts]
            for group, parts in PARTS.items()
        },
        "stamps": list(Stamp),
        "emergency_number": COUNTRY[0],
        "phone_words": phone_words(),
    }
    response = render(request, "field/phone/app.html", known)
    response["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    response["X-Files"] = bundle.version()
    return response


@public
def worker(_request: HttpRequest) -> HttpResponse:
    """Return the service worker, which changes with every file it keeps."""
    code = (bundle.ROOT / "js" / "carry" / "worker.js").read_text()
    kept: dict[str, Any] = {"version": bundle.version(), "shell": reverse("carry:app")}
    kept |= {"files": [static(name) for name in FILES]}
    head = f"const KEPT = {json.dumps(kept)};\n"
    return HttpResponse(head + code, content_type="text/javascript; charset=utf-8")


@public
def manifest(_request: HttpRequest) -> HttpResponse:
    """Say how the app looks among others on a phone: like any notebook."""
    name = _("Notes")
    told = {
        "name": name,
        "short_name": name,
        "start_url": reverse("carry:app"),
        "scope": reverse("carry:app"),
        "display": "standalone",
        "background_color": "#f5f7f6",
        "theme_color": "#f5f7f6",
        "icons": [
            {"src": static("img/note.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return HttpResponse(json.dumps(told), content_type="application/manifest+json")


@csrf_exempt
@public
@require_POST
def still(request: HttpRequest) -> JsonResponse:
    """Tell a phone that is locked whether it must empty itself. It shows its id only.

    No cookie is read and nothing is written, so a foreign page gains nothing by asking: no form
    guard is needed.
    """
    try:
        ended = access.is_ended(UUID(str(_body(request).get("id", ""))))
    except ValueError:
        ended = False
    return JsonResponse({"wipe": ended, "now": _iso(now())})


@stepped_up
def install(request: StaffRequest) -> HttpResponse:
    """Take the phone that shows this page into use."""
    queries.require(request.actor, request.unit, "view_missions")
    if request.method != "POST":
        return render(request, "field/phone/install.html", {"keep_days": KEEP_DAYS})
    name = str(request.POST.get("name", ""))[:40]
    try:
        device, secret = accounts.register_device(request.actor, request.user, name=name)
    except RuleBroken as broken:
        return JsonResponse({"words": broken.message}, status=422)
    known = {"id": str(device.pk), "secret": secret, "keep_days": KEEP_DAYS, "now": _iso(now())}
    return JsonResponse(known)


@on_device
def list_carried(request: PhoneRequest) -> JsonResponse:
    """Return which missions the phone carries, and marks that change when one of them does."""
    rows = queries.carried(request.actor)
    return JsonResponse(
        {
            "now": _iso(now()),
            "keep_days": KEEP_DAYS,
            "missions": [{"number": one.number, "mark": one.mark} for one in rows],
        }
    )


@on_device
def one_carried(request: PhoneRequest, number: str) -> JsonResponse:
    """Return one own open mission, whole; the opening is noted."""
    try:
        known = queries.read_to_carry(request.actor, number)
    except (NotFound, Denied):
        return JsonResponse({"known": False}, status=404)
    mission = known.mission
    partners = queries.partners_of_night(
        request.actor, request.unit, mission.report.institutions, mission.area_id
    )
    return JsonResponse(
        {
            "number": mission.number,
            "mark": known.mark,
            "kind": str(MissionKind(mission.kind).label),
            "state": mission.state,
            "state_words": str(MissionState(mission.state).label),
            "risk": mission.risk,
            "risk_words": str(Risk(mission.risk).label),
            "emergency": mission.emergency,
            "depart_due": _iso(mission.depart_due_at),
            "check_due": _iso(mission.next_check_at) if mission.next_check_at else None,
            "area": mission.area.name if mission.area else "",
            "crew": list(known.crew),
            "times": {stamp.value: _iso(at) for stamp, at in known.times.items()},
            "facts": _facts(known),
            "partners": [(one.name, one.night_phone) for one in partners],
            "parts": {
                part: {"id": str(id_ or ""), "words": words} for part, id_, words in known.parts
            },
        }
    )


def _facts(known: queries.ToCarry) -> list[tuple[str, list[str]]]:
    """Return what must be known before departure, as headings with lines. Unknown is no."""
    briefing, plan = known.briefing, known.plan
    disability = [str(Disability(one).label) for one in briefing.disability]
    facts: list[tuple[str, list[str]]] = [
        (
            _("Disability"),
            [*(disability or [_("Nobody asked. Ask before you go.")]), briefing.needs],
        )
    ]
    facts += [(one.role, _person(one)) for one in briefing.people]
    threats = [f"{question} {answer}" for question, answer in briefing.threats]
    relation = str(Relation(briefing.relation).label) if briefing.relation else ""
    facts += [
        (_("What threatens"), [relation, briefing.named, *threats]),
        (_("Place"), [briefing.place]),
        (_("Where to"), [plan.destination]),
        (_("Who escorts"), [plan.escort_words]),
    ]
    return [(title, [one for one in lines if one]) for title, lines in facts if any(lines)]


def _person(one: Any) -> list[str]:
    safe = [c for c in one.contacts if c.allowed == Tri.YES]
    lines = [one.name, *(str(Disability(code).label) for code in one.disability), one.address]
    if one.phone:
        closed = _("There is a number. Nobody said that calling is safe: do not call.")
        lines.append(one.phone if safe else closed)
    for way in safe:
        seen = ", ".join(str(WhoSees(code).label) for code in way.who_sees)
        words = [str(ContactChannel(way.channel).label)]
        words += [f"{_('seen by:')} {seen}"] if seen else []
        words += [f"{_('safe word:')} {way.code_word}"] if way.code_word else []
        words += [f"{_('cover text:')} {way.cover_text}"] if way.cover_text else []
        lines.append(" · ".join(words))
    return [line for line in lines if line]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one thing a phone handed in."""

    id: str
    state: str  # sent, conflict, failed
    words: str = ""
    seq: int | None = None

    def told(self) -> dict[str, Any]:
        """Return it as the phone reads it."""
        return {"id": self.id, "state": self.state, "words": self.words, "seq": self.seq}


def _hand_in(request: PhoneRequest) -> JsonResponse:
    """Take over what a phone wrote down, one after another; each is answered for itself."""
    if request.method != "POST":
        return JsonResponse({}, status=405)
    try:
        body = _body(request)
        device_now = _at(body["now"])
        items = list(body["entries"])[:MOST_AT_ONCE]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"words": _("This could not be read.")}, status=400)
    answers = [_one(request, item, device_now) for item in items]
    return JsonResponse(
        {
            "now": _iso(now()),
            "wipe": request.ended,
            "entries": [answer.told() for answer in answers],
        }
    )


hand_in = on_device(_hand_in, also_ended=True)


def _one(request: PhoneRequest, item: Any, device_now: datetime) -> Answer:
    name = str(item.get("id", ""))[:36] if isinstance(item, dict) else ""
    try:
        written = _written(item, device_now)
        mission = queries.mission_to_write(request.actor, str(item["mission"])[:12])
        entry = services.write_entry(
            request.actor,
            mission,
            device_id=request.device.pk,
            written=written,
            held=request.ended,
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return Answer(name, "failed", _("This could not be read."))
    except RuleBroken as broken:
        return Answer(name, "failed", broken.message)
    except (NotFound, Denied):
        return Answer(name, "failed", _("This mission is not yours any more."))
    if entry.outcome == Outcome.REFUSED:
        return Answer(name, "failed", queries.why_words(entry.why), entry.seq)
    return Answer(name, "sent" if entry.outcome in SENT else "conflict", "", entry.seq)


def _written(item: Any, device_now: datetime) -> services.Written:
    if not isinstance(item, dict):
        raise TypeError
    picture, base = item.get("file"), item.get("base")
    return services.Written(
        id=UUID(item["id"]),
        kind=EntryKind(item["kind"]).value,
        device_at=_at(item["at"]),
        device_now=device_now,
        words=str(item.get("words", ""))[:LONGEST_WORDS],
        part=str(item.get("part", "")),
        base=UUID(base) if base else None,
        file=base64.b64decode(picture, validate=True) if picture else None,
    )


def _emptied(request: PhoneRequest) -> JsonResponse:
    """Write down that an ended phone emptied itself."""
    if request.method != "POST":
        return JsonResponse({}, status=405)
    accounts.device_wiped(request.actor, request.device)
    return JsonResponse({"now": _iso(now())})


emptied = on_device(_emptied, also_ended=True)


def _body(request: HttpRequest) -> dict[str, Any]:
    found = json.loads(request.body)
    if not isinstance(found, dict):
        raise ValueError
    return found


def _at(words: Any) -> datetime:
    found = datetime.fromisoformat(str(words))
    if found.tzinfo is None or found.year not in YEARS:
        raise ValueError
    return found.astimezone(UTC)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
