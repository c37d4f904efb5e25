"""The way back: replies only, slow for who guesses, empty for who forces her."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from lindung.access.models import Staff
from lindung.core.clock import Moment, now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.core.models import Trail, Turn
from lindung.intake import door, friction, queries, services, waiting
from lindung.intake.codes import ReporterStatus, Verb
from lindung.intake.models import DoorEvent, DoorWait, Message, Report, ReporterRequest
from lindung.intake.telling import Receipt
from tests.conftest import UNIT, at_work
from tests.intake.conftest import WORDS, Tells

HOME = "203.0.113.7"


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Do not wait; remember how long somebody would have."""
    waited: list[float] = []
    monkeypatch.setattr(friction, "pause", waited.append)
    return waited


@pytest.fixture
def answered(rini: Staff, report: Report) -> None:
    """Rini wrote back."""
    with at_work(rini):
        services.reply(rini.actor(), report, words="Terima kasih sudah bercerita.")


def network_of(address: str) -> int:
    """Return the blind number of a network."""
    return door.network_digest(address, now().date())


def stand(network: int, *, seconds: float) -> str:
    """Let somebody else stand in line; return their ticket."""
    place = DoorWait.objects.create(
        id=uuid4(), network=network, due_at=Moment() + timedelta(seconds=seconds)
    )
    return str(place.pk)


def wrong_codes(n: int) -> list[str]:
    """Return codes that nobody has."""
    return [door.with_check(f"{index:015d}") for index in range(n)]


def test_the_code_opens_the_units_replies_and_never_her_own_words(
    told: Receipt, answered: None
) -> None:
    services.write_from_reporter(told.code, "Dia pulang malam ini.", network=HOME)

    mailbox = services.open_mailbox(door.grouped(told.code), HOME)

    assert mailbox is not None
    assert [m.text for m in mailbox.messages] == ["Terima kasih sudah bercerita."]
    assert WORDS not in repr(mailbox)
    assert "Dia pulang" not in repr(mailbox)


def test_the_desk_reads_both_sides(rini: Staff, told: Receipt, answered: None) -> None:
    services.write_from_reporter(told.code, "Dia pulang malam ini.")
    with at_work(rini):
        report = Report.objects.get()
        lines = queries.thread(rini.actor(), report)
        assert [(m.sender, m.words) for m in lines] == [
            ("staff", "Terima kasih sudah bercerita."),
            ("reporter", "Dia pulang malam ini."),
        ]
        assert Turn.objects.filter(verb=Verb.ANSWER).exists()


def test_her_message_is_sealed_under_a_key_that_her_code_opens(told: Receipt) -> None:
    services.write_from_reporter(told.code, "Halo.")
    with frame(UNIT):
        report, message = Report.objects.get(), Message.objects.get()
        assert message.data_key_id == report.mailbox_key_id
        keys = door.reporter_keys(told.code)
        assert report.mailbox_key_id is not None
        plain = door.unwrap_mailbox(keys, report.mailbox_key_id, bytes(report.mailbox_box or b""))
        assert len(plain) == 32


def test_a_status_says_what_is_going_on_in_plain_words(
    rini: Staff, told: Receipt, report: Report
) -> None:
    seen = []
    for _turn in range(3):
        mailbox = services.open_mailbox(told.code)
        assert mailbox is not None
        seen.append(mailbox.status)
        with at_work(rini):
            services.look_at(rini.actor(), report)
            if len(seen) > 1:
                services.reply(rini.actor(), report, words="Apakah Anda aman?")
    assert seen == [
        ReporterStatus.RECEIVED,
        ReporterStatus.READ,
        ReporterStatus.WAITING_FOR_YOU,
    ]


def test_a_wrong_code_a_closed_mailbox_and_nonsense_answer_alike(told: Receipt) -> None:
    with frame(UNIT), connection.cursor() as cursor:
        cursor.execute("update intake_report set mailbox_closes_at = statement_timestamp()")
    assert services.open_mailbox(told.code) is None
    assert services.open_mailbox(wrong_codes(1)[0]) is None
    assert services.open_mailbox("bukan kode") is None
    assert not services.write_from_reporter(told.code, "Halo.")
    assert not services.ask_to_stop(told.code)


def test_a_reply_keeps_the_mailbox_open_for_another_year(told: Receipt, answered: None) -> None:
    with frame(UNIT):
        report = Report.objects.get()
        message = Message.objects.get()
        assert report.mailbox_closes_at is not None
        assert (report.mailbox_closes_at - message.sent_at).days in {364, 365}


def test_asking_to_stop_opens_a_task_and_changes_nothing(told: Receipt, report: Report) -> None:
    assert services.ask_to_stop(told.code)
    assert services.ask_to_stop(told.code)

    with frame(UNIT):
        assert ReporterRequest.objects.get().decided_at is None
        again = Report.objects.get()
        assert (again.state, again.look_due_at) == (report.state, report.look_due_at)
        assert {t.verb for t in Turn.objects.all()} == {Verb.LOOK, Verb.STOP_REQUEST}


def test_the_second_code_opens_an_empty_mailbox_and_leaves_a_silent_mark(
    tells: Tells, rini: Staff
) -> None:
    receipt = tells(second_code=True)
    with at_work(rini):
        report = Report.objects.get()
        services.reply(rini.actor(), report, words="Kami siap membantu.")

    mailbox = services.open_mailbox(receipt.second_code)

    assert mailbox is not None
    assert (mailbox.messages, mailbox.status) == ([], ReporterStatus.RECEIVED)
    with frame(UNIT):
        assert Report.objects.get().decoy_used_at is not None
        assert Turn.objects.filter(verb=Verb.SECOND_CODE).exists()


def test_what_is_written_with_the_second_code_is_kept_and_marked(tells: Tells, rini: Staff) -> None:
    receipt = tells(second_code=True)
    assert services.write_from_reporter(receipt.second_code, "Saya bohong.")
    assert services.ask_to_stop(receipt.second_code)

    with at_work(rini):
        line = queries.thread(rini.actor(), Report.objects.get())[0]
        assert (line.words, line.via_decoy) == ("Saya bohong.", True)
        assert ReporterRequest.objects.get().via_decoy


def test_a_second_code_can_be_made_later(told: Receipt) -> None:
    second = services.make_second_code(told.code)
    assert second is not None
    mailbox = services.open_mailbox(second)
    assert mailbox is not None
    assert mailbox.decoy
    assert services.make_second_code(second) is None


def test_after_five_misses_a_network_waits_and_known_codes_too(
    told: Receipt, pauses: list[float]
) -> None:
    for code in wrong_codes(5):
        services.open_mailbox(code, HOME)
    assert pauses == []

    assert services.open_mailbox(told.code, HOME) is not None
    services.open_mailbox(wrong_codes(1)[0], "203.0.113.200")
    services.open_mailbox(told.code, "198.51.100.1")

    assert pauses == [pytest.approx(0, abs=0.1), pytest.approx(2, abs=0.1)]


def test_a_place_that_nobody_came_back_to_is_given_away(told: Receipt) -> None:
    for code in wrong_codes(5):
        services.open_mailbox(code, HOME)
    for _lost in range(8):
        stand(network_of(HOME), seconds=-waiting.KEPT_S - 1)

    assert services.open_mailbox(told.code, HOME) is not None


def test_slips_of_the_finger_are_no_misses(told: Receipt) -> None:
    for _slip in range(8):
        services.open_mailbox("1111 1111 1111 1111", HOME)
    assert not DoorEvent.objects.filter(event="miss").exists()


def test_the_ninth_who_waits_reads_try_again(told: Receipt) -> None:
    for code in wrong_codes(5):
        services.open_mailbox(code, HOME)
    for _other in range(8):
        stand(network_of(HOME), seconds=20)

    with pytest.raises(services.TryLater):
        services.open_mailbox(told.code, HOME)


def test_very_many_networks_of_guessers_are_told_to_try_later_too(told: Receipt) -> None:
    for code in wrong_codes(5):
        services.open_mailbox(code, HOME)
    for other in range(8):
        for _one in range(8):
            stand(other, seconds=20)

    with pytest.raises(services.TryLater):
        services.open_mailbox(told.code, HOME)


def test_who_can_wait_outside_gets_a_ticket_and_comes_in_with_it(
    told: Receipt, pauses: list[float]
) -> None:
    for code in wrong_codes(5):
        services.open_mailbox(code, HOME)
    with friction.coming_again(""):
        services.open_mailbox(told.code, HOME)  # nobody is before her

    with pytest.raises(friction.InTurn) as later, friction.coming_again(""):
        services.open_mailbox(told.code, HOME)
    assert later.value.seconds == pytest.approx(waiting.ONE_IN_S, abs=0.5)
    with pytest.raises(friction.InTurn), friction.coming_again(later.value.ticket):
        services.open_mailbox(told.code, HOME)  # too early: behind everybody, not before them

    DoorWait.objects.filter(pk=later.value.ticket).update(due_at=Moment())
    with friction.coming_again(later.value.ticket):
        assert services.open_mailbox(told.code, HOME) is not None
    assert pauses == []


def test_a_ticket_is_good_once_and_one_that_was_made_up_never(told: Receipt) -> None:
    for code in wrong_codes(5):
        services.open_mailbox(code, HOME)
    mine = stand(network_of(HOME), seconds=0)
    stand(network_of(HOME), seconds=100)
    with friction.coming_again(mine):
        services.open_mailbox(told.code, HOME)

    for ticket in (mine, str(uuid4()), "karangan"):
        with pytest.raises(friction.InTurn), friction.coming_again(ticket):
            services.open_mailbox(told.code, HOME)


def test_a_request_waits_once_so_that_nothing_is_written_twice(told: Receipt) -> None:
    with friction.coming_again(""):
        services.write_from_reporter(told.code, "Dia pulang malam ini.", network=HOME)
        for code in wrong_codes(5):
            services.open_mailbox(code, HOME)  # others of this network, meanwhile
        stand(network_of(HOME), seconds=100)
        assert services.ask_to_stop(told.code, HOME)


def test_a_rain_of_misses_rings_the_head(told: Receipt) -> None:
    for index, code in enumerate(wrong_codes(11)):
        services.open_mailbox(code, f"10.0.{index}.1")
    with frame(UNIT):
        assert Turn.objects.get(verb=Verb.DOOR_ALARM).next_role == "unit_head"

    friction.calm_down()
    with frame(UNIT):
        assert Turn.objects.filter(verb=Verb.DOOR_ALARM).exists()
    DoorEvent.objects.all().delete()
    friction.calm_down()
    with frame(UNIT):
        assert not Turn.objects.filter(verb=Verb.DOOR_ALARM).exists()


def test_reading_is_noted_and_marks_what_was_read(told: Receipt, answered: None) -> None:
    services.open_mailbox(told.code)
    services.mark_read(told.code)

    again = services.open_mailbox(told.code)

    assert again is not None
    assert [m.is_new for m in again.messages] == [False]
    with frame(UNIT):
        assert Trail.objects.filter(action="intake.read_mailbox").count() == 2


def test_an_empty_message_says_what_is_missing(told: Receipt) -> None:
    with pytest.raises(RuleBroken) as broken:
        services.write_from_reporter(told.code, "   ")
    assert (broken.value.code, broken.value.field) == ("message_missing", "text")


def test_a_supervisor_cannot_reply_and_a_report_without_code_has_no_mailbox(
    hadi: Staff, rini: Staff, report: Report, entered: Report
) -> None:
    with pytest.raises(Denied), at_work(hadi):
        services.reply(hadi.actor(), report, words="Halo.")
    with pytest.raises(RuleBroken) as broken, at_work(rini):
        services.reply(rini.actor(), entered, words="Halo.")
    assert broken.value.code == "no_mailbox"


def test_somebody_who_called_can_be_given_a_code(rini: Staff, entered: Report) -> None:
    with at_work(rini):
        code = services.give_code(rini.actor(), entered)
        services.reply(rini.actor(), entered, words="Kami ada di sini.")
        with pytest.raises(RuleBroken):
            services.give_code(rini.actor(), entered)

    mailbox = services.open_mailbox(code)
    assert mailbox is not None
    assert [m.text for m in mailbox.messages] == ["Kami ada di sini."]
