"""The public door for other systems: a telling becomes a report, and the code opens the replies."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.intake import services
from lindung.intake.models import Report
from lindung.people.models import Person
from tests.conftest import NEIGHBOUR, PROVINCE, UNIT, at_work
from tests.web.api.conftest import REPORTS, THREAD, TOLD, Tell

pytestmark = pytest.mark.usefixtures("units")


def all_reports() -> list[Report]:
    found: list[Report] = []
    for unit_id in (UNIT, NEIGHBOUR, PROVINCE):
        with frame(unit_id):
            found += Report.objects.all()
    return found


@pytest.mark.parametrize("about", ["self", "other", "professional", "child"])
def test_two_words_make_a_report(tell: Tell, about: str) -> None:
    answer = tell({"text": "Tolong.", "about": about})

    assert answer.status_code == 201
    body = json.loads(answer.content)
    assert set(body) == {"number", "code"}
    assert len(body["code"]) == 16
    [report] = all_reports()
    assert (report.number, report.channel, report.about) == (body["number"], "api", about)
    assert report.unit_id == UNIT


def test_a_place_leads_to_its_unit(tell: Tell) -> None:
    tell(TOLD | {"area": "21.71.03"})

    [report] = all_reports()
    assert (report.unit_id, report.area_id) == (NEIGHBOUR, "21.71.03")


def test_danger_now_is_an_emergency_at_once(tell: Tell) -> None:
    tell(TOLD | {"danger_now": "yes"})

    assert all_reports()[0].emergency


@pytest.mark.parametrize(
    ("contact", "column"),
    [
        ("0812-3456-7890", "phone"),
        ("ani@example.org", "email"),
        ("Ani", "name"),
        ({"name": "Ani", "phone": "0812", "email": "a@example.org"}, "name"),
    ],
)
def test_whoever_tells_may_leave_a_contact(tell: Tell, contact: object, column: str) -> None:
    assert tell(TOLD | {"contact": contact}).status_code == 201

    with frame(UNIT):
        person = Person.objects.get()
        assert getattr(person, column) is not None


def test_the_same_key_and_words_give_the_same_answer_and_one_report(tell: Tell) -> None:
    key = str(uuid4())

    first, second = tell(key=key), tell(key=key)

    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert len(all_reports()) == 1


def test_the_same_key_with_other_words_is_a_conflict(tell: Tell) -> None:
    key = str(uuid4())
    tell(key=key)

    other = tell(TOLD | {"text": "Lain."}, key=key)

    assert other.status_code == 422
    assert json.loads(other.content)["code"] == "idempotency_conflict"
    assert len(all_reports()) == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 21, "with a space in it........", "é" * 30])
def test_a_key_that_can_be_guessed_is_refused(tell: Tell, key: str) -> None:
    assert tell(key=key).status_code == 422
    assert all_reports() == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"about": "self"}, "#/text"),
        ({"text": "x"}, "#/about"),
        ({"text": "", "about": "self"}, "#/text"),
        ({"text": "x", "about": "nobody"}, "#/about"),
        (TOLD | {"area": "6408"}, "#/area"),
        (TOLD | {"text": "x" * 50_001}, "#/text"),
        (TOLD | {"injured": "maybe"}, "#/injured"),
        (TOLD | {"text": {"nested": "Rahasia"}}, "#/text"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    tell: Tell, body: dict[str, object], pointer: str
) -> None:
    answer = tell(body)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    said = json.loads(answer.content)
    assert pointer in {error["pointer"] for error in said["errors"]}
    assert "Rahasia" not in answer.content.decode()
    assert all_reports() == []


def test_words_nobody_expects_are_kept_and_unknown_fields_left_out(tell: Tell, rini: Staff) -> None:
    strange = "\u0000 \u202e 😢 <script> %s {{ }}"

    answer = tell({"text": strange, "about": "self", "future_field": 1})

    assert answer.status_code == 201
    with at_work(rini):
        report = Report.objects.get()
        assert report.words
        assert report.words.reveal() == strange.strip()


def test_half_a_sign_is_refused_as_no_text(client: Client) -> None:
    answer = client.post(REPORTS, rb'{"text": "\ud800", "about": "self"}', "application/json")

    assert answer.status_code == 422


def test_the_code_opens_the_replies_and_never_the_reporters_own_words(
    tell: Tell, rini: Staff
) -> None:
    receipt = json.loads(tell().content)
    with at_work(rini):
        report = Report.objects.get(number=receipt["number"])
        services.look_at(rini.actor(), report)
        services.reply(rini.actor(), report, words="Kami sudah membacanya.")

    answer = tell({"code": receipt["code"]}, address=THREAD)

    assert answer.status_code == 200
    body = json.loads(answer.content)
    assert set(body) == {"number", "status", "messages", "locked"}
    assert body["number"] == receipt["number"]
    assert [message["text"] for message in body["messages"]] == ["Kami sudah membacanya."]
    assert TOLD["text"] not in answer.content.decode()


def test_a_code_may_be_sent_as_it_is_spoken(tell: Tell) -> None:
    code = json.loads(tell().content)["code"]
    spoken = " ".join(code[i : i + 4] for i in range(0, 16, 4))

    assert tell({"code": spoken}, address=THREAD).status_code == 200


def test_a_wrong_and_a_malformed_code_get_the_same_answer(tell: Tell) -> None:
    code = json.loads(tell().content)["code"]
    other = f"{(int(code[0]) + 1) % 10}{code[1:]}"

    answers = [tell({"code": typed}, address=THREAD) for typed in (other, "abc")]

    assert {(a.status_code, a.content) for a in answers} == {(404, answers[0].content)}


def test_whoever_guesses_too_often_is_asked_to_wait(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(*_: object) -> None:
        raise services.TryLater

    monkeypatch.setattr("lindung.web.api.door.intake.open_mailbox", too_many)

    answer = tell({"code": "1"}, address=THREAD)

    assert (answer.status_code, answer["Retry-After"]) == (429, "2")


def test_many_reports_from_one_network_are_all_taken_and_marked(
    tell: Tell, units: dict[str, Unit]
) -> None:
    statuses = {tell({"text": f"Nomor {n}", "about": "other"}).status_code for n in range(34)}

    assert statuses == {201}
    reports = all_reports()
    assert len(reports) == 34
    assert sum(report.flood for report in reports) == 4


def test_telling_takes_few_statements(tell: Tell, django_assert_max_num_queries: object) -> None:
    tell()
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # a fixture of pytest-django
        tell(key=str(uuid4()))
