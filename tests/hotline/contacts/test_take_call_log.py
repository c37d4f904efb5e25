"""The phone's list of calls beside what was written down: nothing lost, nothing doubled."""

from datetime import timedelta

import pytest
from django.test import Client

from lindung.access.models import Staff
from lindung.core.clock import now
from lindung.core.errors import Denied, RuleBroken
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.codes.contact import Origin
from lindung.hotline.models.contact import CallBack, Contact, Raw
from lindung.hotline.models.lines import Letter
from lindung.hotline.services.call_log import Found, Reconciled, take_call_log
from lindung.hotline.services.contact import open_contact
from tests.conftest import UNIT, at_work
from tests.web.desk.conftest import Go, go  # noqa: F401

# ruff: noqa: F811
PAGE = "/meja/piket/hp/daftar-panggilan/"


def stood(minutes: int) -> str:
    """Return the moment so many minutes ago as a telephone here writes it."""
    return f"{now() - timedelta(minutes=minutes) + timedelta(hours=8):%d/%m/%Y %H:%M}"


def paste(staff: Staff, unit: Unit, *lines: str) -> Reconciled:
    with at_work(staff):
        return take_call_log(staff.actor(), unit, "\n".join(lines))


def contacts() -> list[Contact]:
    with frame(UNIT):
        return list(Contact.objects.order_by("began_at"))


def test_a_call_nobody_wrote_down_waits_for_a_decision_with_its_true_time(
    unit: Unit, rini: Staff
) -> None:
    done = paste(rini, unit, f"0812-5555-0101 tak terjawab {stood(40)}")

    assert (done.n_written, done.n_to_decide) == (1, 1)
    with frame(UNIT):
        asked = CallBack.objects.select_related("contact").get()
    assert (asked.cause, asked.decided_at) == ("missed", None)
    assert timedelta(minutes=39) < now() - asked.contact.began_at < timedelta(minutes=42)
    assert asked.due_at == asked.contact.began_at + timedelta(minutes=5)
    with frame(UNIT):
        assert not Letter.objects.exists()


def test_what_was_written_down_is_shown_beside_its_contact_and_not_again(
    unit: Unit, rini: Staff
) -> None:
    with at_work(rini):
        made = open_contact(
            rini.actor(),
            channel="phone",
            key="a",
            began_at=now() - timedelta(minutes=41),
            identifier="0812 5555 0101",
        )

    done = paste(rini, unit, f"+62 812-5555-0101 Panggilan masuk {stood(40)} 2 mnt 4 dtk")

    assert [(line.found, line.number) for line in done.lines] == [(Found.KNOWN, made.number)]
    assert len(contacts()) == 1


def test_a_contact_without_a_number_is_taken_for_one_call_and_not_for_two(
    unit: Unit, rini: Staff
) -> None:
    with at_work(rini):
        open_contact(rini.actor(), channel="phone", key="a", began_at=now() - timedelta(minutes=40))

    done = paste(
        rini,
        unit,
        f"081255550101 masuk {stood(40)} 1 mnt",
        f"081255550102 masuk {stood(39)} 1 mnt",
    )

    assert sorted(line.found for line in done.lines) == [Found.KNOWN, Found.WRITTEN]


def test_pasting_twice_or_an_overlapping_list_doubles_nothing(unit: Unit, rini: Staff) -> None:
    first = (f"081255550101 tak terjawab {stood(60)}", f"081255550101 tak terjawab {stood(58)}")
    paste(rini, unit, *first)
    again = paste(rini, unit, *first)
    longer = paste(rini, unit, *first, f"081255550103 ditolak {stood(10)}")

    assert (again.n_written, longer.n_written) == (0, 1)
    assert len(contacts()) == 3


def test_a_call_we_made_is_shown_and_is_no_contact(unit: Unit, rini: Staff) -> None:
    done = paste(rini, unit, f"081255550101 keluar {stood(20)} 3 mnt")

    assert [line.found for line in done.lines] == [Found.OUT]
    assert contacts() == []


def test_what_is_no_number_is_shown_and_kept_as_it_stood(unit: Unit, rini: Staff) -> None:
    done = paste(
        rini, unit, f"Nomor pribadi tak terjawab {stood(20)}", "", "0812-55", "", "apa ini"
    )

    assert done.lines[0].call.who == "Nomor pribadi"
    assert done.n_to_decide == 1
    assert done.unread == ("0812-55", "apa ini")
    with frame(UNIT):
        kept = Raw.objects.get(origin=Origin.CALL_LOG, body__isnull=False)
        assert kept.body is not None
    assert contacts()[0].identifier_digest is not None


def test_old_calls_are_counted_and_ask_nobody(unit: Unit, rini: Staff) -> None:
    done = paste(
        rini,
        unit,
        f"081255550101 tak terjawab {stood(60 * 24 * 4)}",
        f"081255550102 tak terjawab {stood(5)}",
    )

    assert (done.n_older, done.n_written) == (1, 1)


def test_a_paste_without_any_call_is_told(unit: Unit, rini: Staff) -> None:
    with pytest.raises(RuleBroken, match=r"time and number|jam dan nomor"):
        paste(rini, unit, "Riwayat panggilan")


def test_nobody_without_the_phone_may_paste(unit: Unit, maya: Staff) -> None:
    with pytest.raises(Denied):
        paste(maya, unit, f"081255550101 tak terjawab {stood(40)}")
    assert contacts() == []


def test_the_page_leads_from_a_missed_call_to_its_decision(go: Go, rini: Staff) -> None:
    browser: Client = go(rini)
    text = f"081255550101 tak terjawab {stood(40)}\n081255550102 masuk {stood(30)} 2 mnt"

    page = browser.post(PAGE, {"text": text}).content.decode()

    number = contacts()[0].number
    assert f"/meja/piket/hp/{number}/keputusan/" in page
    assert "+6281255550101" in page
    assert "is-now" in page
    assert "+6281255550101" not in browser.get(PAGE).content.decode()
    assert PAGE in browser.get("/meja/piket/hp/").content.decode()
    kept = browser.post(PAGE, {"text": "tidak ada"}).content.decode()
    assert "tidak ada" in kept
