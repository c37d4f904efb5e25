"""The invented year: the same from the same seed, whole, sealed, and never beside real work."""

from datetime import timedelta
from functools import partial
from operator import add

import pytest
from django.db import connection, transaction

from lindung.access.models import Staff
from lindung.casework.models import Case, PlanLine
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.core.models import Turn
from lindung.demo.load import is_filled, load
from lindung.demo.words import TELLINGS
from lindung.directory.models import Unit
from lindung.directory.services import load_areas
from lindung.intake.instruments import DARURAT
from lindung.intake.models import Report, Screening
from lindung.intake.rules import score
from lindung.people.models import Person


@pytest.fixture
def year(db: None) -> None:
    """A small invented year."""
    load_areas()
    load(seed=7, cases=40)


def of(code: str) -> Unit:
    """Return one of the demo's units."""
    return Unit.objects.get(code=code)


def test_two_units_share_the_cases(year: None) -> None:
    n = {}
    for code in ("kutim", "batam", "provinsi"):
        with frame(of(code).id):
            n[code] = Case.objects.count()

    assert n == {"kutim": 8, "batam": 32, "provinsi": 0}


def test_loading_again_doubles_nothing(year: None) -> None:
    load(seed=7, cases=40)

    assert is_filled()
    assert load(seed=7, cases=40, if_empty=True) is None
    with frame(of("batam").id):
        assert Case.objects.count() == 32


def test_the_hour_of_loading_does_not_change_how_many_reports_there_are(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once changed how many reports there were: the second of two demos had three fewer."""
    load_areas()
    monkeypatch.setattr("lindung.demo.load.invent_duty", lambda *_: None)  # acts at this hour only
    moment, found = now(), []
    for hours in (0, 6, 12, 18):
        monkeypatch.setattr("lindung.demo.load.now", partial(add, moment, -timedelta(hours=hours)))
        with transaction.atomic():
            made = load(seed=7, cases=400)
            transaction.set_rollback(True)
        assert made is not None
        found.append(made.reports)

    assert len(set(found)) == 1


def test_every_role_has_somebody_and_all_are_demo_accounts(year: None) -> None:
    roles = {role for staff in Staff.objects.all() for role in staff.roles}

    assert len(roles) == 12
    assert not Staff.objects.filter(demo=False).exists()


def test_words_open_through_the_keeper_and_are_not_in_the_tables(year: None) -> None:
    with frame(of("batam").id):
        report = Report.objects.filter(words__isnull=False).first()
        person = Person.objects.first()
        assert report is not None
        assert report.words is not None
        assert person is not None
        assert person.name is not None
        assert report.words.reveal() in {words for many in TELLINGS.values() for words in many}
        name = person.name.reveal()
        with connection.cursor() as cursor:
            cursor.execute("select string_agg(p::text, '') from people_person p")
            assert name not in cursor.fetchone()[0]


def test_stored_answers_make_the_stored_level(year: None) -> None:
    with frame(of("batam").id):
        for row in Screening.objects.all():
            made = score(DARURAT, row.answers)
            assert (made.level, made.emergency) == (row.level, row.emergency)
            assert row.report.risk == row.level


def test_open_promises_are_somebodys_turn_and_done_ones_nobodys(year: None) -> None:
    with frame(of("batam").id):
        open_lines = set(PlanLine.objects.filter(state="open").values_list("pk", flat=True))
        turns = set(Turn.objects.filter(verb="do").values_list("record_id", flat=True))

    assert turns == open_lines
