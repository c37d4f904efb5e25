"""Papers made from what was opened: one page, fonts of the house, no network, nothing left on disk.

Whoever calls has opened the words already, with its line in the trail; a paper opens nothing.
"""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from lindung.core.clock import now
from lindung.intake.codes import Authority, CaseType, Channel, Form, Risk
from lindung.people.codes import PersonRole

FOLDER = Path(__file__).parent / "typst"
MOST_LETTERS = 1_400  # what the box on the page holds; the rest stays in the file
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def complaint_form(report: Any, opened: Any, unit: Any, *, with_names: bool) -> bytes:
    """Return the complaint form of a report as a PDF of one page.

    Args:
        report: the report.
        opened: its words, as `intake.queries.read_report` returned them.
        unit: whose letterhead.
        with_names: names and the telling; otherwise initials, and the telling is left out.
    """
    return _made("complaint.typ", _complaint(report, opened, unit, with_names=with_names))


def comparison(told: dict[str, Any]) -> bytes:
    """Return a comparison of two districts, as `comparing.told` said it, as a PDF."""
    return _made("compare.typ", told | {"language": (get_language() or "id")[:2]})


def referral(told: dict[str, Any]) -> bytes:
    """Return a request to another office as a PDF: what leaves, and a square to scan."""
    return _made("referral.typ", told | {"language": (get_language() or "id")[:2]})


def safe_name(name: str) -> str:
    """Return a file name that fits into a header whatever somebody called the file."""
    return UNSAFE.sub("_", name).strip("._")[:80] or "file"


def initials(name: str) -> str:
    """Return the initials of a name: *Siti Aminah* is S.A."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part[0].isalpha())


def _made(template: str, data: dict[str, Any]) -> bytes:
    made = typst.compile(
        FOLDER / template,
        root=FOLDER,
        font_paths=[FOLDER / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
    )
    return bytes(made)


def _complaint(report: Any, opened: Any, unit: Any, *, with_names: bool) -> dict[str, Any]:
    at = timezone.localtime(now())
    moment = partial(date_format, format="j F Y, H.i")
    told = (opened.words or "") if with_names else gettext("Left out: it may name somebody.")
    return {
        "language": get_language() or "id",
        "number": report.number,
        "unit": unit.name,
        "place": unit.area.name,
        "title": gettext("Complaint form"),
        "practice": _practice(unit),
        "facts": _facts(report, moment(timezone.localtime(report.received_at))),
        "people_title": gettext("People"),
        "people": [_person(party, with_names=with_names) for party in opened.parties],
        "nobody": gettext("Nobody was noted."),
        "words_title": gettext("What was told"),
        "words": _shortened(told),
        "signatures": [gettext("Received by"), gettext("Told by")],
        "name_line": gettext("Name and signature; may be left empty"),
        "footer": gettext("Printed %(at)s") % {"at": moment(at)},
        "secret": gettext("Confidential. Keep locked away."),
    }


def _facts(report: Any, received: str) -> list[tuple[str, str]]:
    facts = [
        (gettext("The unit knew"), received),
        (gettext("Channel"), str(Channel(report.channel).label)),
        (gettext("Kind of matter"), _labels(CaseType, report.case_types)),
        (gettext("Forms of violence"), _labels(Form, report.forms)),
        (gettext("Level of risk"), _risk(report)),
        (gettext("Authority to handle it"), _labels(Authority, [report.authority])),
        (gettext("Kecamatan"), report.area.name if report.area else "–"),
    ]
    return [(label, value or "–") for label, value in facts]


def _risk(report: Any) -> str:
    words = str(Risk(report.risk).label)
    return f"{words} · {gettext('Emergency now')}" if report.emergency else words


def _person(party: Any, *, with_names: bool) -> tuple[str, str]:
    name = party.name or ""
    shown = name if with_names else initials(name)
    return str(PersonRole(party.role).label), shown or "–"


def _labels(kind: Any, codes: Any) -> str:
    return ", ".join(str(kind(code).label) for code in codes if code)


def _practice(unit: Any) -> str:
    """Return what stands across a paper about invented cases; nothing on a real one."""
    if unit.practice_of_id is None:
        return ""
    return gettext("This is practice: an invented case, no document of the unit.")


def _shortened(text: str) -> str:
    if len(text) <= MOST_LETTERS:
        return text
    return text[:MOST_LETTERS].rsplit(" ", 1)[0] + " … " + gettext("(continued in the file)")


def travel_paper(unit: Any, data: dict[str, Any]) -> bytes:
    """Return a travel paper of a mission as a PDF; see `web.field.travel` for what stands on it."""
    known = {"language": get_language() or "id", "unit": unit.name, "place": unit.area.name}
    return _made("travel.typ", known | {"practice": _practice(unit)} | data)


def paper_forms(unit: Any, numbers: list[str], fields: list[dict[str, Any]]) -> bytes:
    """Return one paper form for each reserved number, as one PDF."""
    return _made(
        "paper.typ",
        {
            "language": get_language() or "id",
            "unit": unit.name,
            "place": unit.area.name,
            "title": gettext("Complaint form"),
            "practice": _practice(unit),
            "numbers": numbers,
            "fields": fields,
            "before": gettext("First ask: “Is it safe to talk now?” Say the limits of secrecy."),
            "footer": gettext("Typed in on: ____________ by: ____________"),
            "secret": gettext("Confidential. Keep locked away."),
        },
    )


def hand_over_sheet(unit: Any, sheet: Any, numbers: list[tuple[str, str]]) -> bytes:
    """Return the hand-over sheet as a PDF of one page: numbers and verbs, no name, no place.

    Args:
        unit: whose duty.
        sheet: what stands on it, as `web.duty.views.sheet` made it.
        numbers: whom to call without this machine.
    """
    moment = partial(date_format, format="j M, H.i")
    on = " / ".join(name for name in (sheet.duty, sheet.backup) if name)
    return _made(
        "hand_over.typ",
        {
            "language": get_language() or "id",
            "unit": unit.name,
            "title": gettext("Hand-over"),
            "at": date_format(timezone.localtime(sheet.at), "j F Y, H.i"),
            "on_duty": gettext("On duty: %(who)s") % {"who": on or gettext("nobody")},
            "open_title": gettext("Open now"),
            "nothing": gettext("No report is open."),
            "heads": [gettext(word) for word in ("Number", "Risk", "What next", "Due", "Who")],
            "rows": [
                (
                    row.number,
                    row.risk,
                    row.verb or "–",
                    moment(timezone.localtime(row.due_at)) if row.due_at else "–",
                    row.who or "–",
                )
                for row in sheet.rows
            ],
            "more": gettext("More stand on the list.") if sheet.has_more else "",
            "coming_title": gettext("The next 24 hours"),
            "coming_heads": [
                gettext(word) for word in ("From", "Until", "Officer on duty", "Back-up officer")
            ],
            "coming": [
                (
                    moment(timezone.localtime(row.begin)),
                    moment(timezone.localtime(row.end)),
                    row.duty or gettext("nobody"),
                    row.backup or "–",
                )
                for row in sheet.coming
            ],
            "standing_title": gettext("Standing cover"),
            "standing": ", ".join(str(one) for one in sheet.standing) or "–",
            "numbers_title": gettext("Whom to call without this machine"),
            "numbers": numbers,
            "signatures": [gettext("Handed over by"), gettext("Taken over by")],
            "footer": gettext("Spoken in three minutes. No name of a client stands here."),
            "secret": gettext("Confidential. Keep locked away."),
        },
    )
