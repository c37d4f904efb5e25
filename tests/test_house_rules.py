"""What every file must keep to, where no linter can say it."""

import ast
import re
import subprocess
from pathlib import Path

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from lindung.core.seal import SealedTextField

ROOT = Path(__file__).parent.parent / "lindung"
SOURCES = [p for p in ROOT.rglob("*.py") if "migrations" not in p.parts]
HTTP = ("django.http", "django.shortcuts", "django.urls", "django.forms", "django.template")
MIGRATIONS = [p for p in ROOT.rglob("*.py") if "migrations" in p.parts]
TEXT_LIKE = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
PLAIN_TEXT = {
    "access.ApiToken.hash": "a hash",
    "access.ApiToken.name": "what the administrator calls a machine",
    "access.Approval.detail": "a code, such as the risk asked for",
    "access.Approval.kind": "a name of our tables",
    "access.Approval.number": "random signs that people say aloud",
    "access.FieldDevice.hash": "a hash",
    "access.FieldDevice.name": "what a staff member calls a phone",
    "access.Staff.email": "staff, not clients; sign-in looks them up",
    "access.Staff.name": "staff, not clients",
    "access.Staff.password": "a hash",
    "access.Staff.title": "staff, not clients",
    "access.Witness.hash": "a hash",
    "access.Witness.name": "an official who decides, not a client",
    "access.Witness.title": "an official who decides, not a client",
    "account.EmailAddress.email": "staff, not clients",
    "account.EmailConfirmation.key": "allauth's own, unused",
    "auth.Group.name": "Django's own, unused",
    "auth.Permission.codename": "Django's own, unused",
    "auth.Permission.name": "Django's own, unused",
    "casework.Case.number": "random signs that people say aloud",
    "casework.Closing.checks": "codes: check -> yes or no",
    "casework.Decoy.number": "random signs that people say aloud",
    "casework.NamesExport.number": "random signs that people say aloud",
    "casework.OpeningAlarm.number": "random signs that people say aloud",
    "contenttypes.ContentType.app_label": "names of our tables",
    "contenttypes.ContentType.model": "names of our tables",
    "core.DataKey.wrapped": "ciphertext already: a key under the keeper's key",
    "core.Disposal.minutes_number": "the number of the archivist's minutes",
    "core.Link.hash": "a hash",
    "core.Outgoing.body": "ids and codes; the worker reads it without a key",
    "core.Outgoing.failure": "the class of an exception, never its text",
    "core.Outgoing.name": "names of our events",
    "core.RetentionRule.basis": "a decree's number and date",
    "core.Tally.id": "a keyed hash",
    "core.Tally.value": "times, counts and marks of signing in",
    "core.Trail.action": "names of our actions",
    "core.Trail.record_id": "an id, or a well-formed number",
    "core.Turn.kind": "names of our tables",
    "core.Turn.next_role": "a role",
    "core.Turn.number": "random signs that people say aloud",
    "core.Turn.verb": "a code of the owning module",
    "directory.Area.bps_code": "a place",
    "directory.Area.code": "a place",
    "directory.Area.name": "a place",
    "directory.Unit.code": "an office",
    "directory.Unit.host": "an office",
    "directory.Unit.name": "an office",
    "directory.Unit.phone": "an office's public number",
    "directory.Unit.whatsapp": "an office's public number",
    "hotline.Alarm.ladder": "codes and minutes",
    "hotline.Alarm.mark": "codes, and the id of a colleague",
    "hotline.Alarm.number": "random signs that people say aloud",
    "hotline.CalendarKey.hash": "a hash",
    "hotline.Call.link": "a hash",
    "hotline.Call.pin": "four digits that stand in one call, for half an hour",
    "hotline.ChannelLine.cursor": "the channel's own count of what was read",
    "hotline.Contact.answers": "codes: question -> yes, no, unknown, not_asked",
    "hotline.Contact.number": "random signs that people say aloud",
    "hotline.Errand.code": "a network's code of a failure",
    "hotline.Hook.digest": "a keyed hash",
    "hotline.LadderVersion.ladder": "codes and minutes",
    "hotline.Letter.code": "a network's code of a failure",
    "hotline.Letter.outside_id": "a keyed hash",
    "hotline.Letter.template": "a name of neutral words",
    "hotline.OtherName.name_hash": "a keyed hash",
    "hotline.OwnDay.name": "a public day of the district",
    "hotline.PbxCall.linked_id": "the switchboard's own name of a call: machine, second, number",
    "hotline.PbxCall.pbx": "the name of a switchboard",
    "hotline.Phrase.language": "a code",
    "hotline.Phrase.name": "the channel's name of neutral words",
    "hotline.Phrase.refused_code": "a network's code of a failure",
    "hotline.Raw.external_id": "a keyed hash",
    "hotline.Reach.code_hash": "a hash, for half an hour",
    "hotline.Thread.address_hash": "a keyed hash",
    "intake.Draft.box": "ciphertext under what only the cookie knows",
    "intake.Draft.lookup": "a hash",
    "intake.DraftFile.box": "ciphertext, as its draft",
    "intake.PaperNumber.number": "random signs printed on a form",
    "intake.Report.decoy_lookup": "a keyed hash",
    "intake.Report.idem": "a keyed hash",
    "intake.Report.idem_body": "a keyed hash",
    "intake.Report.lookup": "a keyed hash",
    "intake.Report.mailbox_box": "ciphertext: the mailbox's key under the reporter's code",
    "intake.Report.number": "random signs that people say aloud",
    "intake.Screening.answers": "codes: item -> yes, no, unknown, not_asked",
    "intake.Screening.instrument": "a code",
    "legal.LawClock.basis": "a law",
    "legal.LawClock.rule": "a code",
    "mfa.Authenticator.data": "sealed by our adapter",
    "response.FieldEntry.why": "a code of our rules",
    "referral.Referral.code_hash": "a hash, of digits and the id",
    "referral.Referral.letter_number": "the number of the office's own letter",
    "referral.Referral.link_hash": "a hash",
    "response.Mission.case_number": "random signs that people say aloud",
    "response.Mission.number": "random signs that people say aloud",
    "response.Paper.letter_number": "the number of the office's own letter",
    "response.Partner.day_phone": "an office's number",
    "response.Partner.name": "an office",
    "response.Partner.night_phone": "an office's number",
    "sessions.Session.session_data": "signed by Django; we put ids there and nothing else",
    "sessions.Session.session_key": "random",
    "usersessions.UserSession.data": "allauth's own, empty",
    "usersessions.UserSession.session_key": "random",
    "usersessions.UserSession.user_agent": "of a staff member's browser",
}
# What one module may use of another.
FRONT_DOOR = {"services", "queries", "events", "codes", "facts"}
OTHER_DOORS = {
    "lindung.directory.limits": "limits as data, without a table",
    "lindung.intake.clocks": "clocks of the law as data, without a table",
    "lindung.intake.files": "what a file is and its clean copy, without a table",
    "lindung.intake.instruments": "instruments as data, without a table",
    "lindung.people.names": "the name index: a read that belongs to no table",
    "lindung.casework.search": "a read across reports, cases and people",
}
REVEALERS = {
    "people/name_index.py": "the key keeper's memory: as the machine, one line per build and unit",
    "people/names.py": "the key keeper's memory: as the machine, one line per build and unit",
}
ACTORLESS = {
    "answer_by_link": "the secret address tells who was called, and as whom it answers",
    "answer": "a partner's link tells who answers: it acts as PARTNER",
    "open_link": "a partner's link and code tell who asks: it leaves a line as PARTNER",
    "is_open": "says whether a secret address still leads to a call; changes nothing",
    "add_first_staff": "the command line: nobody is there yet; it leaves a line as the machine",
    "token_actor": "sign-in of a machine: who acts is what it finds out",
    "device_at_the_door": "a phone shows its secret: who acts is what it finds out",
    "load_areas": "the command line and the start: facts of the state, not of anybody",
    "open_unit": "the command line: an installation is being set up",
    "carry_out": "what a second person decided elsewhere: it acts as the machine",
}

TOP = {"web", "config", "running", "demo", "bench", "jobs"}
PUBLIC_DOOR = {
    "tell",
    "open_mailbox",
    "write_from_reporter",
    "ask_to_stop",
    "mark_read",
    "make_second_code",
}  # nobody has signed in: each opens a frame of its own and acts as REPORTER
NOBODY_ACTS = {
    "intake/services/drafts.py": "before a telling is sent nothing may be left of it, no line"
}
WITHIN_ANOTHERS_ACT = {
    "access/services/approvals.py: end_witness": "ends with the decision, inside that act",
    "access/services/approvals.py: let_witness": "inside the act of what is to be decided",
    "access/services/approvals.py: open_witness": "a witness is nobody of ours; it leaves a line",
    "access/services/approvals.py: turn_of": "says whose turn an approval is; changes nothing",
    "access/services/signing.py: note_refused_sign_in": "nobody came in; it leaves a line",
    "access/services/staff.py: end_sessions": "called inside the acts that off-board and renew",
    "access/services/staff.py: one_time_word": "draws a word; changes nothing",
    "hotline/services/telephony.py: forget_calls": "each of them is an act of its own: hear_call",
    "intake/services/paper.py: use_number": "called inside the act that enters the report",
}


def imports(path: Path) -> set[str]:
    """Return what `path` imports at run time; `if TYPE_CHECKING:` does not count."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    found = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def functions_of(path: Path) -> list[ast.FunctionDef]:
    """Return every function of a file."""
    return [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)]


def named(path: Path) -> str:
    """Return a file's name below the package."""
    return path.relative_to(ROOT).as_posix()


def test_only_web_speaks_http() -> None:
    speakers = {
        p.relative_to(ROOT).parts[0]
        for p in SOURCES
        if any(name.startswith(HTTP) for name in imports(p))
    }
    assert speakers <= {"web", "config", "running"}


def test_every_module_tells_in_one_sentence_what_it_is_for() -> None:
    silent = [
        named(p)
        for p in SOURCES
        if p.read_text() and not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert silent == []


def test_every_text_of_every_installed_app_is_sealed_chosen_or_excused() -> None:
    fields = [f for model in apps.get_models() for f in model._meta.local_fields]
    texts = [(f, f.base_field if isinstance(f, ArrayField) else f) for f in fields]
    bare = {
        str(field)
        for field, text in texts
        if isinstance(text, TEXT_LIKE)
        and not isinstance(text, SealedTextField)
        and not text.choices
    }
    assert bare - set(PLAIN_TEXT) == set()
    assert set(PLAIN_TEXT) - bare == set()


def test_only_queries_reveal_and_each_notes_the_opening() -> None:
    careless = [
        f"{named(path)}: {function.name}"
        for path in SOURCES
        if named(path) not in REVEALERS and path.parent.name != "core"
        for function in functions_of(path)
        if ".reveal(" in (text := ast.unparse(function))
        if "queries" not in named(path) or not (function.name.startswith("_") or "opening(" in text)
    ]
    assert careless == []


def test_only_the_workers_look_across_units() -> None:
    lookers = {
        p.relative_to(ROOT).parts[0]
        for p in [*SOURCES, *MIGRATIONS]
        if "lindung.core.frame.EVERY_UNIT" in imports(p)
    }
    assert lookers <= {"core", "jobs", "running", "bench", "demo"}


def test_a_data_migration_goes_unit_by_unit_in_a_frame() -> None:
    # The owner is held back by FORCE as well: without a frame it would change nothing, silently.
    texts = [p.read_text() for p in MIGRATIONS]
    assert [t for t in texts if "RunPython" in t and "with frame(" not in t] == []


def leaves(resolver: URLResolver) -> list[URLPattern]:
    """Return every address below `resolver`."""
    return [
        leaf
        for p in resolver.url_patterns
        for leaf in (leaves(p) if isinstance(p, URLResolver) else [p])
    ]


def test_every_address_has_a_gate() -> None:
    ungated = [str(p.pattern) for p in leaves(get_resolver()) if not hasattr(p.callback, "gate")]
    assert ungated == []


def test_templates_hold_no_scripts_or_styles_and_load_nothing_from_elsewhere() -> None:
    bad = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=|(?:src|srcset)=[\"']https?:|<link[^>]*https?:",
        re.IGNORECASE,
    )
    assert [named(p) for p in ROOT.rglob("*.html") if bad.search(p.read_text())] == []


def test_whoever_changes_says_who_is_acting_and_is_framed() -> None:
    careless = []
    for path in SOURCES:
        inside = named(path)
        if not re.search(r"(^|/)services(/|\.py)", inside) or inside.startswith(("web", "core")):
            continue
        if inside in NOBODY_ACTS:
            continue
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if node.name in ACTORLESS or node.name in PUBLIC_DOOR:
                continue
            called = bool(node.args.args) and node.args.args[0].arg == "actor"
            if not called or "acting(" not in ast.unparse(node):
                careless.append(f"{inside}: {node.name}")
    assert [c for c in careless if c not in WITHIN_ANOTHERS_ACT] == []


def test_modules_meet_only_at_the_front_door() -> None:
    back_doors = []
    for path in SOURCES:
        here = path.relative_to(ROOT).parts[0]
        for name in imports(path):
            _, there, door, *_ = (*name.split("."), "", "", "")
            mine = there in {here, "core", ""} or there in TOP or here in TOP
            excused = any(name.startswith(other) for other in OTHER_DOORS)
            other = name.startswith("lindung.") and not mine and not excused
            if other and door and door not in FRONT_DOOR:
                back_doors.append(f"{here} -> {name}")
    assert back_doors == []


def test_the_project_names_no_registry_and_no_path_of_a_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT.parent, capture_output=True, text=True, check=True
    ).stdout.split()
    bad = re.compile(
        "pypi" + r"\.org|files\.python" + r"hosted|registry\.npm" + r"js|/ro" + "ot/|/wo" + "rk/"
    )
    names = [
        name
        for name in tracked
        if (place := ROOT.parent / name).is_file()
        and place.suffix in {".py", ".md", ".toml", ".txt", ".lock", ".html", ".js", ".css", ""}
        and bad.search(place.read_text(errors="ignore"))
    ]
    assert names == []
