"""What a contact's facts decide: who must act, by when, and whether it may end. Pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from lindung.hotline.codes.contact import (
    QUESTION_CODES,
    RED_FLAGS,
    TELLING,
    Cause,
    ContactKind,
)
from lindung.intake.codes import About, Answer

SORT_LIMIT = timedelta(minutes=5)  # Source: HOTLINE section 3, *Call-back*
DECIDE_LIMIT = timedelta(minutes=5)  # Source: HOTLINE section 3, *Call-back*
FINISH_LIMIT = timedelta(minutes=15)  # Source: FRAME section 6, a report not yet assessed
SECOND_LIMIT = timedelta(minutes=10)  # Source: NIGHTS 3: two of staff know within 10 minutes
RESCUE_LIMIT = timedelta(minutes=2)  # Source: HOTLINE section 3, darurat; NIGHTS 4 second officer
AGAIN_LIMIT = timedelta(hours=24)  # Source: NIGHTS 4
FLAG_DAYS_MOST = 30  # Source: none found, [I]: long enough for a series, short enough to be wrong

CAUSES: Mapping[ContactKind, Cause] = {
    ContactKind.SILENT: Cause.SILENT,  # never taken for a prank
    ContactKind.HANG_UP: Cause.DROPPED,
}
ABOUT: Mapping[ContactKind, About] = {
    ContactKind.SELF: About.SELF,
    ContactKind.OTHER: About.OTHER,
    ContactKind.PROFESSIONAL: About.PROFESSIONAL,
}


def cause_of(kind: str, *, answered: bool) -> Cause | None:
    """Return why a person must decide about calling back, or nothing.

    Source: HOTLINE sections 2 and 3: every missed, dropped or silent call.
    """
    if not answered:
        return Cause.MISSED
    return CAUSES.get(ContactKind(kind)) if kind else None


def tells(kind: str) -> bool:
    """Say whether a contact of this kind tells of something."""
    return kind in TELLING


def merged(old: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers after a page was sent: what was not asked there stays as it was.

    An answer is taken back by "not known", never by silence.
    """
    known = dict.fromkeys(QUESTION_CODES, str(Answer.NOT_ASKED)) | dict(old)
    told = {code: a for code, a in given.items() if a and a != Answer.NOT_ASKED}
    return known | told


def is_yes(answers: Mapping[str, str], code: str) -> bool:
    """Say whether a question was answered yes. Not known and not asked are no yes, and no no."""
    return answers.get(code) == Answer.YES


def red_flags(answers: Mapping[str, str]) -> list[str]:
    """Return the answers that make a contact a report at once, whoever calls."""
    return [code for code in RED_FLAGS if is_yes(answers, code)]


def about_of(kind: str, answers: Mapping[str, str]) -> About:
    """Return who tells: a child that speaks for itself is asked nothing else."""
    if kind == ContactKind.SELF and is_yes(answers, "child"):
        return About.CHILD
    return ABOUT.get(ContactKind(kind), About.OTHER)


def is_child_alone(kind: str, answers: Mapping[str, str]) -> bool:
    """Say whether a child calls for itself. Source: NIGHTS 3."""
    return kind == ContactKind.SELF and is_yes(answers, "child")


def needs_second(kind: str, answers: Mapping[str, str]) -> timedelta | None:
    """Return within what time a second officer must know, or nothing. Source: NIGHTS 3 and 4."""
    if is_yes(answers, "suicide"):
        return RESCUE_LIMIT
    return SECOND_LIMIT if is_child_alone(kind, answers) else None


def may_end(
    kind: str, answers: Mapping[str, str], *, with_whom: str, rescued: bool, second: bool
) -> str:
    """Return why a talk may not end yet, as a code, or nothing. Source: NIGHTS 3 and 4."""
    if is_yes(answers, "suicide") and not (with_whom.strip() or rescued):
        return "alone"
    if is_child_alone(kind, answers) and not (with_whom.strip() or rescued or second):
        return "child_alone"
    return ""


def screening_of(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers as items of *Skrining Darurat*, only what was asked."""
    names = {"danger": "danger_now", "injured": "injury", "suicide": "suicide"}
    given = {names[code]: a for code, a in answers.items() if code in names}
    return {code: a for code, a in given.items() if a != Answer.NOT_ASKED}


def strictest(verdicts: Iterable[tuple[bool, str]]) -> tuple[bool, str]:
    """Return one verdict for a number that several people gave: one no outweighs every yes.

    Whoever was never asked says nothing; if nobody was asked, that is no. Source: HOTLINE s. 3.
    """
    said = [(allowed, why) for allowed, why in verdicts if allowed or why != "unknown"]
    refused = [one for one in said if not one[0]]
    if refused:
        return refused[0]
    return said[0] if said else (False, "unknown")
