"""The safety of those in the field: safe words, the sign of danger, and what became of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.errors import RuleBroken
from lindung.core.events import publish
from lindung.core.turns import end_turn
from lindung.response import moves, rules
from lindung.response.codes import MissionState, Verb, WordKind
from lindung.response.events import CheckInMissed, OfficerInDanger
from lindung.response.models import Mission, Word
from lindung.response.policy import MISSIONS


def say_safe(
    actor: Actor,
    mission: Mission,
    *,
    place: str = "",
    area: str | None = None,
    at: datetime | None = None,
) -> None:
    """Say that all is well, and from where: the clock of the next safe word begins anew.

    It settles no sign of danger: whoever was forced to press one may be forced to press the other.
    A word that waited on a phone counts from `at`, when it was said, and never shortens the clock.

    Raises:
        RuleBroken: `mission_over`, `not_departed`.
    """
    with acting(actor, MISSIONS, "say_safe", mission):
        moves.require_not_over(mission)
        if mission.state != MissionState.UNDER_WAY:
            raise moves.refusal("not_departed")
        _say(actor, mission, WordKind.SAFE, place, area, at)
        if at is None:
            moves.change(mission, next_check_at=moves.next_check(mission.signal), missed_at=None)
        else:
            _lasts_from(mission, at)
        if mission.missed_at is None:
            moves.wait_for_word(mission)


def say_danger(
    actor: Actor,
    mission: Mission,
    *,
    place: str = "",
    area: str | None = None,
    at: datetime | None = None,
) -> None:
    """Give the sign of danger. It is never refused for where a mission stands, or said twice."""
    with acting(actor, MISSIONS, "say_danger", mission):
        _say(actor, mission, WordKind.DURESS, place, area, at)
        calm = Mission.objects.filter(pk=mission.pk)
        begun = calm.filter(duress_at=None) | calm.filter(settled_at__isnull=False)
        if begun.update(duress_at=Moment(), duress_by=actor.id, settled_at=None, settled_by=None):
            mission.refresh_from_db()
            moves.whoever_acts(mission, Verb.DANGER, Moment())
            publish(OfficerInDanger(mission_id=str(mission.pk)))
        moves.tell()


def settle_danger(actor: Actor, mission: Mission, *, words: str) -> None:
    """Say what became of the danger, as somebody who stayed and did not pass the sign on.

    Raises:
        RuleBroken: `no_danger`, `settled_by_another`.
    """
    with acting(actor, MISSIONS, "settle_danger", mission):
        if mission.duress_at is None or mission.settled_at is not None:
            raise RuleBroken("no_danger", _("Nothing is open here any more."))
        if mission.duress_by == actor.id:
            message = _("You passed the sign on. A second colleague settles it.")
            raise RuleBroken("settled_by_another", message)
        moves.change(
            mission,
            settled_at=Moment(),
            settled_by=actor.id,
            settled_words=Mission._meta.get_field("settled_words").seal_for(mission, words.strip()),
        )
        end_turn(mission.pk, Verb.DANGER)


def notice_missed(actor: Actor, mission: Mission) -> None:
    """Tell whoever acts that no safe word came when it was due. Once for each that is missed."""
    with acting(actor, MISSIONS, "notice_missed", mission):
        late = Mission.objects.filter(pk=mission.pk, missed_at=None, next_check_at__lt=Moment())
        if late.update(missed_at=Moment()):
            mission.refresh_from_db()
            moves.whoever_acts(mission, Verb.MISSED, Moment())
            publish(CheckInMissed(mission_id=str(mission.pk)))
            moves.tell()


def _lasts_from(mission: Mission, at: datetime) -> None:
    """Let the clock follow a word that was said at `at`, unless a newer one already moved it."""
    until = rules.word_lasts_until(at, mission.signal, mission.return_by)
    late = Mission.objects.filter(pk=mission.pk, next_check_at__lt=until)
    if late.update(next_check_at=until):
        Mission.objects.filter(pk=mission.pk, next_check_at__gt=Moment()).update(missed_at=None)
        mission.refresh_from_db()


def _say(
    actor: Actor,
    mission: Mission,
    kind: WordKind,
    place: str,
    area: str | None,
    at: datetime | None,
) -> None:
    out = {row.staff_id for row in moves.crew_of(mission)}
    Word.objects.create(
        mission=mission,
        subject_id=mission.subject_id,
        kind=kind,
        said_at=at or Moment(),
        said_by=actor.id,
        passed_on=actor.id not in out,
        area_id=area or None,
        data_key_id=mission.data_key_id,
        place=place.strip() or None,
    )
