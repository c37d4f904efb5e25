"""A call that the switchboard tells is a contact from the first ring, once, and never lost."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from lindung.access.models import Staff
from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.core.errors import Denied
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.hotline.codes.contact import Choice, ContactVerb
from lindung.hotline.codes.telephony import CallStage, Source
from lindung.hotline.models import CallBack, Contact, PbxCall, Raw
from lindung.hotline.queries.contact import read_contact, recent, undecided
from lindung.hotline.services.call_back import decide_call_back
from lindung.hotline.services.contact import sort_contact
from lindung.hotline.services.telephony import forget_calls, hear_call
from lindung.hotline.telephony.signs import Kind, Sign
from tests.conftest import NEIGHBOUR, UNIT, at_work
from tests.hotline.telephony.conftest import hear
from tests.hotline.telephony.test_verdicts import CALL, live_signs, log_signs

pytestmark = pytest.mark.usefixtures("units")
NUMBER = "081234567890"


def named(at: datetime, n: int = 1) -> str:
    """Return what a switchboard calls a call of that second."""
    return f"uptdlab-{int(at.timestamp())}.{n}"


def sign(kind: Kind, call: str | None = None, **more: object) -> Sign:
    """Return a sign of a call that rings now."""
    return Sign(kind, call or named(now()), Source.LIVE, **more)  # type: ignore[arg-type]


def verbs(contact: Contact) -> set[str]:
    """Return what waits with a contact."""
    return set(Turn.objects.filter(record_id=contact.pk).values_list("verb", flat=True))


def test_the_first_ring_is_a_contact_with_a_raw_record_and_a_clock(rini: Staff) -> None:
    hear(sign(Kind.RANG, number=NUMBER, raw="Event: Newchannel"))

    with at_work(rini):
        contact = Contact.objects.get()
        assert recent(rini.actor()) == [contact]
        assert read_contact(rini.actor(), contact).identifier == "+6281234567890"
        assert (contact.answered, contact.taken_by) == (True, MACHINE.id)
        assert verbs(contact) == {ContactVerb.SORT}
        assert Raw.objects.get().body is not None
        assert PbxCall.objects.get().stage == CallStage.RINGING


def test_the_same_call_told_twice_is_one_contact_and_one_line() -> None:
    first = sign(Kind.RANG, number=NUMBER)
    hear(first, first, first)

    with frame(UNIT):
        assert (Contact.objects.count(), PbxCall.objects.count()) == (1, 1)
        assert Trail.objects.filter(action="hotline.hear_call").count() == 1


@pytest.mark.parametrize("end", [Kind.HUNG_UP, Kind.ABANDONED, Kind.TIMED_OUT, Kind.NOBODY])
def test_a_call_nobody_took_waits_for_a_decision_within_five_minutes(
    end: Kind, rini: Staff
) -> None:
    call = named(now())
    hear(sign(Kind.RANG, call, number=NUMBER), sign(end, call))

    with at_work(rini):
        [waiting] = undecided(rini.actor())
        assert waiting.due_at - waiting.began_at == timedelta(minutes=5)
        assert verbs(Contact.objects.get()) == {ContactVerb.CALL_BACK}
        assert not Contact.objects.get().answered


def test_a_call_that_was_taken_waits_to_be_sorted_and_for_nothing_else(rini: Staff) -> None:
    call = named(now())
    hear(sign(Kind.RANG, call, number=NUMBER), sign(Kind.TAKEN, call, agent="PJSIP/101"))
    hear(sign(Kind.DONE, call, talked_s=5), sign(Kind.HUNG_UP, call))

    with at_work(rini):
        assert verbs(Contact.objects.get()) == {ContactVerb.SORT}
        assert (PbxCall.objects.get().stage, PbxCall.objects.get().talked_s) == ("answered", 5)


def test_who_says_what_it_was_is_who_took_it(rini: Staff) -> None:
    hear(sign(Kind.RANG))

    with at_work(rini):
        sort_contact(rini.actor(), Contact.objects.get(), "self")
        assert Contact.objects.get().taken_by == rini.pk


def test_taken_after_all_needs_no_decision(rini: Staff) -> None:
    call = named(now())
    hear(sign(Kind.RANG, call), sign(Kind.TIMED_OUT, call), sign(Kind.BACKUP, call))

    with at_work(rini):
        assert undecided(rini.actor()) == []
        assert CallBack.objects.get().choice == Choice.CORRECTED
        assert (Contact.objects.get().answered, verbs(Contact.objects.get())) == (
            True,
            {ContactVerb.SORT},
        )


def test_what_a_person_decided_is_not_undone(rini: Staff) -> None:
    call = named(now())
    hear(sign(Kind.RANG, call, number=NUMBER), sign(Kind.HUNG_UP, call))
    with at_work(rini):
        decide_call_back(rini.actor(), CallBack.objects.get(), choice=Choice.WAIT)

    hear(sign(Kind.TAKEN, call))

    with at_work(rini):
        assert CallBack.objects.get().choice == Choice.WAIT
        assert verbs(Contact.objects.get()) == set()


def test_what_a_person_wrote_down_outweighs_the_switchboard(rini: Staff) -> None:
    call = named(now())
    hear(sign(Kind.RANG, call, number=NUMBER))
    with at_work(rini):
        sort_contact(rini.actor(), Contact.objects.get(), "self")

    hear(sign(Kind.HUNG_UP, call))

    with at_work(rini):
        assert (Contact.objects.get().answered, Contact.objects.get().kind) == (True, "self")
        assert undecided(rini.actor()) == []


def test_a_call_whose_end_nobody_told_is_decided_by_a_person(rini: Staff) -> None:
    hear(sign(Kind.RANG, number=NUMBER))
    with frame(UNIT):
        assert forget_calls(MACHINE) == 0
        PbxCall.objects.update(heard_at=now() - timedelta(minutes=4, seconds=1))

        assert forget_calls(MACHINE) == 1

    with at_work(rini):
        assert len(undecided(rini.actor())) == 1
        assert PbxCall.objects.get().stage == CallStage.GAP


def test_a_late_number_is_added_and_a_hidden_one_stays_hidden(rini: Staff) -> None:
    call = named(now())
    hear(sign(Kind.ABANDONED, call))
    with at_work(rini):
        assert read_contact(rini.actor(), Contact.objects.get()).identifier == ""

    hear(sign(Kind.RANG, call, number=NUMBER), sign(Kind.RANG, call, number="0899"))

    with at_work(rini):
        assert read_contact(rini.actor(), Contact.objects.get()).identifier == "+6281234567890"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (timedelta(hours=-2), timedelta(hours=-2)),
        (timedelta(hours=3), timedelta()),  # a clock that runs ahead
        (timedelta(days=-5_000), timedelta()),  # a clock without a battery
    ],
)
def test_the_true_time_counts_unless_the_switchboards_clock_is_absurd(
    told: timedelta, kept: timedelta
) -> None:
    hear(sign(Kind.RANG, named(now() + told)))

    with frame(UNIT):
        off = Contact.objects.get().began_at - (now() + kept)
        assert abs(off) < timedelta(seconds=30)


def test_the_end_of_a_call_that_is_not_ours_makes_nothing() -> None:
    hear(sign(Kind.HUNG_UP), sign(Kind.FORGOTTEN))

    with frame(UNIT):
        assert not Contact.objects.exists()


def test_in_whatever_order_live_and_log_come_it_is_one_contact_with_one_verdict() -> None:
    signs = [*live_signs("answered"), *log_signs(CALL)]
    parts = (signs[:1], signs[1:3], signs[3:])

    for order in permutations(parts):
        hear(*(one for part in order for one in part))

    with frame(UNIT):
        assert (Contact.objects.count(), PbxCall.objects.get().stage) == (1, "answered")


def test_staff_cannot_invent_a_call_and_another_unit_sees_none(rini: Staff, nita: Staff) -> None:
    hear(sign(Kind.RANG, number=NUMBER))

    with pytest.raises(Denied), at_work(rini):
        hear_call(rini.actor(), sign(Kind.RANG, named(now(), 2)))

    with at_work(rini):
        assert Trail.objects.filter(action="hotline.hear_call", refused=True).count() == 1
        assert PbxCall.objects.count() == 1
    with frame(NEIGHBOUR):
        assert recent(nita.actor()) == []
        assert not PbxCall.objects.exists()
