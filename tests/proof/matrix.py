"""Who may do what at each address of staff, written by hand from FRAME section 7.

One row for each address: who may see its page, who may send its form, and what is sent. A form is
shown only to whoever may send it. Whoever is not named is refused like somebody who asks for what
does not exist, and the attempt is written down. What another unit's, a blocked one's and an absent
one's address answers needs no column: nobody gets in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from lindung.core.clock import now
from tests.proof.cast import PEOPLE, Cast, Things

Names = frozenset[str]
Where = Callable[[Things], dict[str, Any]]
Sent = Callable[[Things, Cast], dict[str, Any]]


def who(names: str) -> Names:
    """Return a set of people, each of whom is in the cast."""
    found = frozenset(names.split())
    assert found <= PEOPLE.keys(), found - PEOPLE.keys()
    return found


EVERYBODY = frozenset(PEOPLE)
NOBODY: Names = frozenset()
# Reports: operator, case manager, unit head, assigned companion.
HEADS = who("head reader")
DESK = who("operator manager another_manager companion") | HEADS
# Cases: its manager and companions; the head with a reason. The others see codes, not words.
ON_IT = who("manager companion reader")
SEES_CASE = ON_IT | HEADS | who("supervisor psychologist counsel data")
LEADS = who("manager") | HEADS  # open a case, assign: case manager, unit head
DECIDES = HEADS | who("supervisor")  # unit head or supervisor, never the one who asked
ADMIN = who("administrator")
SEARCHES = EVERYBODY - who("administrator office keeper")


@dataclass(frozen=True, slots=True)
class Row:
    """One address."""

    sees: Names | None = None  # by GET; None: there is nothing to get
    does: Names | None = None  # by POST; None: there is nothing to send
    where: Where = lambda _: {}
    sends: Sent = lambda _t, _c: {}
    own: bool = field(default=False)  # it has no object of anybody else: nothing hidden to ask for


def nowhere(_: Things) -> dict[str, Any]:
    return {}


def of_report(things: Things) -> dict[str, Any]:
    return {"number": things.report}


def of_case(things: Things) -> dict[str, Any]:
    return {"number": things.case}


def of_ended(things: Things) -> dict[str, Any]:
    return {"number": things.ended_case}


def also(where: Where, **names: str) -> Where:
    """Return an address with one more thing in it: keyword -> the thing's name."""
    return lambda things: where(things) | {k: getattr(things, v) for k, v in names.items()}


def words_of(what: str, thing: str) -> Where:
    return lambda things: of_case(things) | {"what": what, "thing_id": getattr(things, thing)}


def form(**fields: Any) -> Sent:
    """Return what is always sent alike."""
    return lambda _t, _c: fields


def hour(**more: float) -> str:
    return f"{(now() + timedelta(**more)).astimezone(ZoneInfo('Asia/Makassar')):%Y-%m-%dT%H:%M}"


def picked(name: str, person: str, **more: Any) -> Sent:
    """Return a form in which a colleague is chosen."""
    return lambda _t, cast: {name: str(cast[person].id)} | more


TRIAGE = form(case_types=["ktp"], authority="district", risk="medium", relation="spouse")
CHECKS = dict.fromkeys(
    (
        "risk_rescored",
        "plan_settled",
        "referrals_closed",
        "legal_settled",
        "client_informed",
        "follow_up_set",
    ),
    "yes",
)
NEW_CASE = {
    "register_class": "ktp",
    "initials": "",
    "sex": "F",
    "age_band": "25-44",
    "area": "64.08.04",
    "forms": ["physical"],
    "relation": "spouse",
    "risk": "medium",
}
A_FILE = lambda _t, _c: {"files": SimpleUploadedFile("suara.ogg", b"OggS" + bytes(60))}  # noqa: E731

REPORTS = {
    "report": Row(DESK),
    "report_words": Row(None, DESK),
    "attachment": Row(DESK, where=also(of_report, attachment_id="attachment")),
    "report_print": Row(DESK, DESK),
    "take": Row(None, DESK),
    "release": Row(None, who("companion")),  # who said *Saya tangani*; see tests/web/desk
    "hand_to": Row(
        DESK - who("companion"),
        DESK - who("companion"),
        sends=picked("staff_id", "another_manager"),
    ),
    "give_code": Row(None, DESK),
    "screen": Row(DESK, DESK, sends=form(danger_now="no")),
    "triage": Row(DESK, DESK, sends=TRIAGE),
    "report_raise": Row(DESK, DESK, sends=form(risk="high", reason="Ia kembali.")),
    "report_lower": Row(DESK, DESK, sends=form(risk="low", reason="Ia pergi.")),
    "reply": Row(DESK, DESK, sends=form(words="Kami sudah membaca.")),
    "report_end": Row(DESK, DESK, sends=form(finding="not_ours", words="Diarahkan.")),
    "report_limits": Row(DESK, DESK, sends=form(channel="phone")),
    "join": Row(DESK, DESK, sends=lambda t, _: {"to": t.other_report}),
    "report_stop": Row(DESK, DESK, sends=form(confirmed="no")),
    "report_conflict": Row(DESK, DESK, sends=form(sure="on")),
    "report_block": Row(DESK, DESK, sends=picked("staff", "another_counsel")),
    "report_party": Row(DESK, DESK, sends=form(role="family", name="Bu Rahma")),
    "attach": Row(DESK, DESK, sends=A_FILE),
    "open_case": Row(
        LEADS | who("another_manager"),
        LEADS | who("another_manager"),
        sends=picked("manager", "manager", **NEW_CASE),
    ),
}
SENT_OUT = {"kind": "outreach", "escort": "none", "signal": "yes"}
REPORTS["field:send"] = Row(
    DESK - who("companion"),
    DESK - who("companion"),
    sends=lambda _, cast: SENT_OUT | {"crew": [str(cast["another_companion"].id)]},
)
CASES = {
    "case": Row(SEES_CASE),
    "case_words": Row(None, ON_IT, where=words_of("incident", "incident")),
    "break_glass": Row(HEADS, HEADS, sends=form(reason="Manajer sakit.")),
    "assign": Row(LEADS, LEADS, sends=picked("manager", "another_manager")),
    "companion": Row(LEADS, LEADS, sends=picked("staff", "another_companion")),
    "end_companion": Row(None, LEADS, where=also(of_case, companion_id="companion")),
    "case_raise": Row(ON_IT | HEADS, ON_IT | HEADS, sends=form(risk="high", reason="Ia kembali.")),
    "case_lower": Row(
        ON_IT, ON_IT, where=of_ended, sends=form(risk="low", reason="Pelaku ditahan.")
    ),
    "close": Row(
        ON_IT,
        ON_IT,
        where=of_ended,
        sends=form(reason="goals_met", words="Disepakati.", **CHECKS),
    ),
    "monitor": Row(None, ON_IT),
    "reopen": Row(None, LEADS, where=of_ended),
    "case_conflict": Row(SEES_CASE, SEES_CASE, sends=form(sure="on")),
    "assign_notes": Row(LEADS, LEADS, sends=picked("staff", "another_counsel", kind="legal")),
    "review": Row(None, ON_IT),
    "case_block": Row(ON_IT | HEADS, ON_IT | HEADS, sends=picked("staff", "another_psychologist")),
    "incident": Row(
        ON_IT, ON_IT, sends=form(place="home", forms=["physical"], account="Di dapur.")
    ),
    "consent": Row(ON_IT, ON_IT, sends=form(purpose="service", basis="consent", given_by="victim")),
    "withdraw": Row(None, ON_IT, where=also(of_case, consent_id="consent")),
    "plan_line": Row(
        ON_IT,
        ON_IT,
        sends=lambda _, cast: {
            "service": "counselling",
            "owner": str(cast["manager"].id),
            "due_at": hour(days=2),
        },
    ),
    "end_plan_line": Row(
        ON_IT, ON_IT, where=also(of_case, line_id="line"), sends=form(state="done")
    ),
    "service": Row(
        ON_IT,
        ON_IT,
        sends=lambda _t, _c: {"service": "counselling", "given_at": hour()},
    ),
    # Who may write which kind: see the test of notes, which asks everybody for each.
    "note": Row(ON_IT | who("psychologist counsel"), None),
    "case_thread": Row(
        ON_IT,
        ON_IT,
        where=also(of_case, report_id="case_report"),
        sends=form(words="Kami sudah membaca."),
    ),
    "case_thread_open": Row(None, ON_IT, where=also(of_case, report_id="case_report")),
    "case_limits": Row(
        ON_IT,
        ON_IT,
        where=also(of_case, report_id="case_report"),
        sends=form(channel="walk_in"),
    ),
    "case_party": Row(ON_IT, ON_IT, sends=form(role="family", name="Bu Rahma")),
    "person": Row(None, ON_IT, where=also(of_case, person_id="person")),
    "safe_contact": Row(
        ON_IT,
        ON_IT,
        where=also(of_case, person_id="person"),
        sends=form(channel="call", allowed="yes", message_allowed="no", who_sees=["nobody"]),
    ),
}
DECISIONS = {
    "desk:decide": Row(
        DECIDES,
        DECIDES,
        where=lambda t: {"approval_id": t.approval},
        sends=form(granted="yes"),
    ),
    # A case manager who did not ask calls a witness in, and decides nothing.
    "account_invite": Row(
        DECIDES | who("another_manager"),
        DECIDES | who("another_manager"),
        where=lambda t: {"approval_id": t.approval},
        sends=form(name="Bu Camat", title="Camat"),
    ),
}


def of_colleague(things: Things) -> dict[str, Any]:
    return {"staff_id": things.colleague}


SETTINGS = {
    "admin:one": Row(ADMIN | HEADS, where=of_colleague),
    "admin:change": Row(ADMIN, ADMIN, where=of_colleague, sends=form(name="Joko B.")),
    "admin:roles": Row(ADMIN, ADMIN, where=of_colleague, sends=form(roles=["operator"])),
    "admin:renew": Row(ADMIN, ADMIN, where=of_colleague),
    "admin:leave": Row(ADMIN, ADMIN, where=of_colleague),
    "admin:token_end": Row(
        ADMIN | who("manager"), ADMIN | who("manager"), where=lambda t: {"token_id": t.token}
    ),
}
BAIT = {
    "name": "Larasati Kumbang",
    "sex": "F",
    "age_band": "18-24",
    "area": "64.08.04",
    "register_class": "ktp",
}
# The duty phone: operator, case manager, unit head. The operator of the cast took the calls.
PHONE = who("operator manager another_manager") | HEADS
OTHERS = PHONE - who("operator")  # the second pair of eyes is never who took the call


def of_contact(things: Things) -> dict[str, Any]:
    return {"number": things.contact}


A_CHAT = lambda _t, _c: {  # noqa: E731
    "file": SimpleUploadedFile("chat.txt", b"24/11/26 03.05 - Ibu Y: Tolong")
}
PHONES = {
    "phone_contact": Row(PHONE),
    "phone_words": Row(None, PHONE),
    "phone_sort": Row(None, PHONE, sends=form(kind="prank")),
    "phone_limits": Row(None, PHONE),
    "phone_answers": Row(None, PHONE, sends=form(danger="no")),
    "phone_safe": Row(
        PHONE,
        PHONE,
        sends=form(channel="call", allowed="yes", message_allowed="no", who_sees=["nobody"]),
    ),
    "phone_report": Row(PHONE, PHONE, sends=form(about="other", words="Tetangga dipukul.")),
    "phone_end": Row(PHONE, PHONE, sends=form(go_on="no")),
    "phone_chat": Row(PHONE, PHONE, sends=A_CHAT),
    "phone_chat_deleted": Row(None, PHONE),
    "phone_chat_words": Row(
        None, PHONE, where=lambda t: {"number": t.contact, "import_id": UUID(int=1)}
    ),
    "phone_know": Row(None, OTHERS),
    "phone_again": Row(PHONE, PHONE, sends=form(channel="none")),
    "phone_debrief": Row(None, OTHERS),
    "phone_decide": Row(
        PHONE, PHONE, where=lambda t: {"number": t.silent}, sends=form(choice="wait")
    ),
    "phone_flag": Row(PHONE, PHONE, sends=form(kind="prank", reason="Iseng.", days="3")),
    "phone_lift": Row(None, PHONE),
}
OF_THE_UNIT = {  # no object in the address: refused or not
    "desk:phone": Row(PHONE, PHONE, sends=form(channel="phone", key="satu")),
    "desk:phone_log": Row(PHONE, PHONE, sends=form(text="0812-5555-0101 tak terjawab 03.05")),
    "desk:phone_missed": Row(PHONE, PHONE, sends=form(key="dua", identifier="0812-5555-0101")),
    "desk:phone_codes": Row(PHONE),
    "desk:enter": Row(
        DESK - who("companion"),
        DESK - who("companion"),
        sends=form(channel="phone", about="other", words="Tetangga dipukul."),
    ),
    "desk:wall": Row(DESK | who("another_companion approver outside")),
    "desk:figures": Row(HEADS | who("supervisor data office")),
    "desk:compare": Row(HEADS | who("supervisor data office")),
    "desk:compare_paper": Row(HEADS | who("supervisor data office")),
    "admin:home": Row(ADMIN | HEADS),
    "admin:staff": Row(ADMIN | HEADS),
    "admin:add": Row(
        ADMIN,
        ADMIN,
        sends=form(name="Bu Baru", email="baru@example.org", roles=["operator"]),
    ),
    "admin:unit": Row(ADMIN, ADMIN, sends=form(phone="0549-000", time_zone="Asia/Makassar")),
    "admin:limits": Row(ADMIN | HEADS, ADMIN | HEADS),
    "admin:trail": Row(ADMIN, ADMIN),
    "admin:conflicts": Row(HEADS | who("supervisor")),
    "admin:openings": Row(ADMIN | HEADS, ADMIN | HEADS, sends=form(most="30")),
    "admin:decoys": Row(ADMIN | HEADS, ADMIN, sends=form(**BAIT)),
    "admin:leaving": Row(ADMIN | HEADS),
    "desk:exports": Row(
        HEADS,
        HEADS,
        sends=lambda _t, _c: {
            "from_on": f"{now():%Y}-01-01",
            "until_on": f"{now():%Y-%m-%d}",
            "ends_on": f"{now() + timedelta(days=9):%Y-%m-%d}",
            "receiver": "Dinas",
            "purpose": "Audit.",
        },
    ),
    "desk:search": Row(SEARCHES, SEARCHES, sends=form(q="Rahma")),
    "help:paper": Row(DESK - who("companion"), DESK - who("companion"), sends=form(n="1")),
}
# The rota and the calls: whoever works with reports looks, heads and supervisors make it.
ON_DUTY = DESK | who("another_companion supervisor")
MAKES_ROTA = HEADS | who("supervisor")
WATCHES = ON_DUTY | ADMIN
SHIFTS = {"season": "ordinary", "starts1": "07:00", "ends1": "19:00", "days1": "every"}
LADDER = {"who1": ["duty"], "wait1": "5", "hold": "10"}
OF_THE_UNIT |= {
    "duty:console": Row(DESK | who("another_companion approver outside")),
    "duty:figures": Row(HEADS | who("supervisor data office")),
    "duty:week": Row(ON_DUTY),
    "duty:plans": Row(ON_DUTY),
    "duty:pattern": Row(MAKES_ROTA, MAKES_ROTA, sends=form(**SHIFTS)),
    "duty:draft": Row(MAKES_ROTA),
    "duty:holidays": Row(
        ON_DUTY, MAKES_ROTA, sends=form(on="2026-10-12", kind="off", name="Hari jadi")
    ),
    "duty:cover": Row(MAKES_ROTA, MAKES_ROTA, sends=picked("first", "head")),
    "duty:order": Row(
        MAKES_ROTA,
        MAKES_ROTA,
        sends=lambda _t, cast: {
            "seat": "duty",
            "staff_id": str(cast["operator"].id),
            "begin": hour(hours=1),
            "end": hour(hours=2),
        },
    ),
    "duty:calendar": Row(ON_DUTY, ON_DUTY),
    "duty:phones": Row(ON_DUTY),
    "duty:add_phone": Row(ON_DUTY, ON_DUTY, sends=form(way="call", address="0811 2222 3333")),
    "duty:hand_over": Row(ON_DUTY),
    "duty:hand_over_paper": Row(ON_DUTY),
    "duty:give_over": Row(None, ON_DUTY),
    "duty:calls": Row(WATCHES),
    "duty:health": Row(WATCHES),
    "duty:start_drill": Row(None, MAKES_ROTA),
    "duty:policies": Row(WATCHES),
    "duty:policy": Row(
        MAKES_ROTA, MAKES_ROTA, where=lambda _: {"severity": "low"}, sends=form(**LADDER)
    ),
}
KNOWS_FIELD = (
    who(
        "operator manager another_manager companion another_companion psychologist"
        " another_psychologist counsel another_counsel supervisor"
    )
    | HEADS
)
OF_THE_UNIT |= {
    "field:missions": Row(KNOWS_FIELD),
    "law:days": Row(EVERYBODY, own=True),
    "referrals:card": Row(KNOWS_FIELD | ADMIN),
    "field:phones": Row(EVERYBODY, own=True),
    "carry:install": Row(KNOWS_FIELD, KNOWS_FIELD, sends=form(name="HP")),
    "field:ready": Row(KNOWS_FIELD | ADMIN),
    "field:add_partner": Row(
        who("operator administrator") | HEADS,
        who("operator administrator") | HEADS,
        sends=form(kind="health", name="RSUD", night_phone="0549-1"),
    ),
    "field:profile": Row(
        ADMIN | HEADS,
        ADMIN | HEADS,
        where=lambda t: {"staff_id": t.colleague},
        sends=form(vehicle="car"),
    ),
}
LISTS = {  # everybody may look; each sees only what is theirs: number -> who finds it there
    "desk:inbox": DESK,
    "desk:cases": SEES_CASE,
    "desk:tasks": EVERYBODY,
}
# One's own account and help: no row of anybody else can be reached there.
ONES_OWN = {
    "account_home",
    "account_still_here",
    "account_decisions",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
    "admin:tokens",
    "admin:token_new",
    "practice:door",
    "practice:real",  # counts of the reader's own inbox, for the bar over pages of practice
    "help:index",
    "help:booklet",
    "help:page",
}
ONES_OWN_KEY = {"mfa_edit_webauthn", "mfa_remove_webauthn"}  # of a key that is somebody else's
DEVICES = {"desk:wall_screen", "desk:wall_stop"}  # a browser that hangs as a wall, nobody signed in
# What is reached through a token; the scopes are asked first, then the same policies.
API_DOOR = {"api:tell", "api:thread", "api:openapi-json", "api:api-root", "api:None"}
API_OBJECTS = {"api:report": DESK, "api:case": SEES_CASE}
API_LISTS = {"api:reports": DESK, "api:cases": SEES_CASE}
# Proved where their own things are made.
ELSEWHERE = {
    "duty:call_out": "tests/web/duty/test_switchboard.py",
    "practice:enter": "tests/web/practice",
    "practice:leave": "tests/web/practice",
    "practice:renew": "tests/web/practice",
    **{
        f"duty:{name}": "tests/web/duty/test_who_may.py"
        for name in (
            "plan",
            "withdraw_plan",
            "shift",
            "end_pattern",
            "end_holiday",
            "ask_cover",
            "ask_swap",
            "decide_cover",
            "withdraw_cover",
            "draw_code",
            "prove",
            "end_phone",
            "take_over",
            "answer_call",
            "go_on",
        )
    },
    **{
        f"field:{name}": "tests/web/field/test_who_may.py"
        for name in (
            "mission",
            "open",
            "danger",
            "settle",
            "stamp",
            "late_stamp",
            "say",
            "plan",
            "add_crew",
            "end_crew",
            "sign_alone",
            "help_is_sent",
            "call_off",
            "spend",
            "receipt",
            "paper",
            "paper_pdf",
            "result",
            "end_partner",
            "entries",
            "open_entries",
            "decide_entry",
            "entry_picture",
            "end_phone",
        )
    },
    # Asked by a phone that shows its secret; no session counts there.
    **{
        f"carry:{name}": "tests/web/field/test_phone_door.py"
        for name in ("list", "one", "hand_in", "emptied")
    },
    **{
        f"lines:{name}": "tests/web/lines/test_who_may.py"
        for name in ("question", "decide", "look", "open", "close")
    },
    "lines:phrases": "tests/web/lines/test_phrases.py",
    "lines:end-phrase": "tests/web/lines/test_phrases.py",
    "desk:answer_channel": "tests/web/lines/test_who_may.py",
    "desk:channel_safe": "tests/web/lines/test_who_may.py",
    **{
        f"law:{name}": "tests/web/law/test_who_may.py"
        for name in (
            "answer_duty",
            "open",
            "take_step",
            "add_order",
            "plan_hearing",
            "strike_step",
            "end_order",
            "end_hearing",
            "end_clock",
            "confirm_hour",
            "write_opinion",
            "sign_opinion",
        )
    },
    **{
        f"referrals:{name}": "tests/web/referrals/test_who_may.py"
        for name in ("referral", "open", "send", "renew", "letter", "end", "tried")
    },
    "desk:into_case": "tests/web/desk",
    "desk:end_notes": "tests/casework/test_team.py",
    "desk:case_facts": "tests/web/desk",
    "desk:alarm": "tests/proof/test_night_10.py",
    "desk:export": "tests/proof/test_night_10.py",
    "account_invite_names": "tests/proof/test_night_10.py",
    "desk:export_take": "tests/proof/test_night_10.py",
    "desk:export_end": "tests/proof/test_night_10.py",
    "admin:decoy": "tests/proof/test_night_10.py",
}
API_OTHER = {"api:tasks", "api:search", "api:search_by_body", "api:enter"}


OF_THE_UNIT |= {
    "lines:lines": Row(ADMIN | HEADS),
    "lines:connect": Row(
        ADMIN | HEADS,
        ADMIN | HEADS,
        where=lambda _: {"channel": "sms"},
        sends=form(driver="gammu", database="/var/lib/gammu/smsd.db"),
    ),
}
CASES["field:send_for_case"] = Row(
    LEADS, LEADS, sends=lambda _, cast: SENT_OUT | {"crew": [str(cast["companion"].id)]}
)


CASES["referrals:referrals"] = Row(SEES_CASE)
CASES["referrals:prepare"] = Row(ON_IT, ON_IT)
ON_ITS_LAW = ON_IT | who("counsel")
CASES["law:law"] = Row(SEES_CASE)
CASES["law:open_proceeding"] = Row(ON_ITS_LAW, ON_ITS_LAW, sends=form(track="criminal"))
CASES["law:right"] = Row(
    ON_ITS_LAW,
    ON_ITS_LAW,
    where=lambda things: of_case(things) | {"right": "restitution"},
    sends=form(state="told"),
)


def with_place(rows: dict[str, Row], space: str, where: Where) -> dict[str, Row]:
    """Name rows as the URL map does, and say where they are unless a row says so itself."""
    default = Row.__dataclass_fields__["where"].default
    return {
        name if ":" in name else f"{space}{name}": Row(
            row.sees, row.does, where if row.where is default else row.where, row.sends
        )
        for name, row in rows.items()
    }


OBJECTS = {
    **with_place(REPORTS, "desk:", of_report),
    **with_place(CASES, "desk:", of_case),
    **with_place(PHONES, "desk:", of_contact),
    **DECISIONS,
    **SETTINGS,
}
