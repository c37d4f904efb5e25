"""What both sides of a referral do alike: sealing words, and who is to act next."""

from datetime import datetime

from lindung.casework import queries as casework
from lindung.core.frame import this_unit
from lindung.core.notify import Topic, tell_screens
from lindung.core.seal import SealedTextField
from lindung.core.turns import set_turn
from lindung.referral.codes import KIND, Verb
from lindung.referral.models import Referral


def waits(referral: Referral, verb: Verb, at: datetime | None) -> None:
    """Let the manager of the case see among the tasks what is to be done about a referral."""
    facts = casework.facts_of_case(referral.case_id)
    if facts is None or at is None:
        return
    set_turn(
        referral.pk,
        verb,
        kind=KIND,
        number=facts.number,
        next_at=at,
        staff_id=facts.manager_id,
        subject_id=referral.case_id,
    )
    tell_screens(this_unit(), Topic.TASKS)


def sealed_words(referral: Referral, field: str, words: str) -> object:
    """Return words sealed for a column of a referral, to be used in an update."""
    column = Referral._meta.get_field(field)
    if not isinstance(column, SealedTextField):
        raise TypeError(field)
    return column.seal_for(referral, words)
