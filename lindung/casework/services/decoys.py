"""Bait: an invented client that an administrator plans, a head agrees to, no figure counts."""

import secrets
from datetime import timedelta
from zoneinfo import ZoneInfo

from lindung.access.codes import Role, Sex
from lindung.casework.answers import known_area
from lindung.casework.codes import CloseReason, RegisterClass, Stage
from lindung.casework.guard_policy import DECOYS
from lindung.casework.models import Case, CaseParty, Decoy
from lindung.casework.refusals import chosen, refusal
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment, now
from lindung.core.frame import this_unit
from lindung.core.keys import hold_key, new_key
from lindung.core.models import KeyKind
from lindung.core.numbers import with_fresh_number
from lindung.core.turns import end_turn, set_turn
from lindung.directory import queries as directory
from lindung.intake.codes import Form, Relation, Risk
from lindung.people import services as people
from lindung.people.codes import AgeBand, PersonRole

KIND, VERB = "casework.decoy", "decide_decoy"
DECIDE_WITHIN = timedelta(days=7)  # nothing waits for it. Source: house rule
# Opened long enough ago that nobody works on it, late enough to look like one of ours.
OPENED_DAYS_AGO, LASTED_DAYS = range(400, 600), range(40, 160)


def plan_decoy(
    actor: Actor, *, name: str, sex: str, age_band: str, area: str, register_class: str
) -> Decoy:
    """Plan an invented client. Nothing exists before a head agrees.

    Args:
        actor: an administrator.
        name: of nobody who lives here; no phone and no NIK, so no real record ever matches it.
        sex: F or M.
        age_band: a code of `AgeBand`.
        area: the Kemendagri code of the kecamatan.
        register_class: a code of `RegisterClass`.

    Raises:
        RuleBroken: `name_missing`, `choice_unknown`, `area_missing`.
    """
    decoy = Decoy(
        unit_id=this_unit(),
        register_class=register_class,
        sex=sex,
        age_band=age_band,
        asked_by=actor.id,
        name=name.strip() or None,
    )
    with acting(actor, DECOYS, "plan_decoy", decoy):
        if not name.strip():
            raise refusal("name_missing")
        chosen(Sex, sex, "sex")
        chosen(AgeBand, age_band, "age_band")
        chosen(RegisterClass, register_class, "register_class")
        decoy.area_id = known_area(area)
        decoy.data_key = new_key(KeyKind.SEALED)
        hold_key(decoy.data_key)
        decoy.asked_at = Moment()

        def numbered(number: str) -> None:
            decoy.number = number
            decoy.save(force_insert=True)

        with_fresh_number("U", now().astimezone(_zone()), numbered)
        set_turn(
            decoy.pk, VERB, kind=KIND, number=decoy.number, role=Role.UNIT_HEAD,
            next_at=Moment() + DECIDE_WITHIN,
        )  # fmt: skip
    return Decoy.objects.get(pk=decoy.pk)


def decide_decoy(actor: Actor, decoy: Decoy, *, granted: bool, name: str) -> None:
    """Agree to bait, which then lies among the ended cases, or not. Never who planned it.

    Args:
        actor: a head.
        decoy: planned.
        granted: agreed.
        name: as `queries.read_decoy` opened it.

    Raises:
        RuleBroken: `decoy_decided`.
    """
    with acting(actor, DECOYS, "decide_decoy", decoy):
        undecided = Decoy.objects.filter(pk=decoy.pk, decided_at=None)
        if not undecided.update(decided_by=actor.id, decided_at=Moment()):
            raise refusal("decoy_decided")
        if granted:
            _plant(actor, decoy, name)
        end_turn(decoy.pk)
    decoy.refresh_from_db()


def _plant(actor: Actor, decoy: Decoy, name: str) -> None:
    """Write the invented person and the ended case, which nobody's turn it ever is."""
    opened = now() - timedelta(days=_one_of(OPENED_DAYS_AGO), minutes=_one_of(range(600)))
    closed = opened + timedelta(days=_one_of(LASTED_DAYS))
    person = people.write_person(actor, name=name, sex=decoy.sex, age_band=decoy.age_band)
    case = Case(
        stage=Stage.CLOSED, register_class=decoy.register_class, sex=decoy.sex,
        age_band=decoy.age_band, area_id=decoy.area_id, forms=[Form.PHYSICAL],
        relation=Relation.FAMILY, risk=Risk.LOW, manager_id=actor.id, opened_at=opened,
        first_service_at=opened + timedelta(days=1), review_due_at=closed, closed_at=closed,
        close_reason=CloseReason.GOALS_MET, data_key=new_key(KeyKind.CASE),
        initials=_initials(name) or None,
    )  # fmt: skip
    hold_key(case.data_key)

    def numbered(number: str) -> None:
        case.number = number
        case.save(force_insert=True)

    with_fresh_number("K", opened.astimezone(_zone()), numbered)
    CaseParty.objects.create(case=case, person=person, role=PersonRole.VICTIM)
    Decoy.objects.filter(pk=decoy.pk).update(case=case, person=person)


def _initials(name: str) -> str:
    return "".join(f"{word[0].upper()}." for word in name.split()[:4] if word[0].isalpha())


def _one_of(numbers: range) -> int:
    return secrets.choice(numbers)


def _zone() -> ZoneInfo:
    return ZoneInfo(directory.unit_by_id(this_unit()).time_zone)
