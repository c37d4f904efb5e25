"""Short messages through a real gammu-smsd with its dummy phone, both ways."""

import contextlib
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.directory.models import Unit
from lindung.hotline.adapters.gammu import Gammu
from lindung.hotline.codes.lines import Fault
from lindung.hotline.engine import tick
from lindung.hotline.letters import LineFault, OpenLine, beat, open_lines, send_letters
from lindung.hotline.models import Alarm, Attempt, Call, Letter, Raw, Reach, Thread
from lindung.hotline.sender import send_due
from lindung.hotline.services import lines
from lindung.intake.models import Report
from lindung.intake.queries import read_report
from tests.conftest import UNIT, at_work
from tests.hotline.conftest import prove
from tests.hotline.lines.conftest import HERS, Opens
from tests.hotline.lines.daemons import found, needs, running, until

SCHEMA = Path("/usr/share/doc/gammu-smsd/examples/sqlite.sql")
LONG = "Suami saya ☂ mengunci pintu. " * 8


@dataclass
class Modem:
    """A dummy phone with its daemon's file."""

    folder: Path

    @property
    def file(self) -> Path:
        """Return gammu-smsd's file."""
        return self.folder / "smsd.db"

    def make(self) -> None:
        """Write the settings and the empty tables."""
        (self.folder / "phone").mkdir()
        phone = f"model = dummy\nconnection = none\ndevice = {self.folder / 'phone'}\n"
        (self.folder / "gammurc").write_text(f"[gammu]\n{phone}")
        (self.folder / "smsdrc").write_text(
            f"[gammu]\n{phone}[smsd]\nservice = sql\ndriver = sqlite3\ndatabase = smsd.db\n"
            f"dbdir = {self.folder}\nlogfile = {self.folder / 'log'}\ncommtimeout = 1\n"
            "sendtimeout = 10\nreceivefrequency = 0\ncheckbattery = 0\nchecksignal = 0\n"
        )
        with contextlib.closing(sqlite3.connect(self.file)) as link, link:
            link.executescript(SCHEMA.read_text())

    def receives(self, text: str, sender: str = HERS) -> None:
        """Lay a message into the phone, as the network would."""
        inbox = self.folder / "phone" / "sms" / "1"
        words = ["-folder", "1", "-unread", "-sender", sender, "-len", "600", "-text", text]
        if not text.isascii():
            words.insert(0, "-unicode")
        subprocess.run(  # noqa: S603  # our own words
            [found("gammu"), "-c", str(self.folder / "gammurc"), "savesms", "TEXT", *words],
            check=True,
            capture_output=True,
        )
        for file in inbox.iterdir():
            told = file.read_text().replace("PDU = Submit", "PDU = Deliver")
            file.write_text(told)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Ask the daemon's file."""
        with contextlib.closing(sqlite3.connect(self.file, timeout=10)) as link:
            return link.execute(query).fetchall()

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """Let the daemon run."""
        with running("gammu-smsd", "-c", str(self.folder / "smsdrc"), cwd=self.folder):
            yield


@pytest.fixture
def modem(tmp_path: Path) -> Modem:
    """A modem that is not running yet."""
    needs("gammu-smsd", "gammu")
    made = Modem(tmp_path)
    made.make()
    return made


@pytest.fixture
def line(opens: Opens, modem: Modem) -> OpenLine:
    """The unit's SMS channel, open."""
    opens(database=str(modem.file))
    return open_lines(UNIT, {})[0]


def test_a_message_comes_in_and_its_answer_goes_out(
    line: OpenLine, modem: Modem, rini: Staff
) -> None:
    adapter = Gammu(line)
    modem.receives("Tolong saya")
    modem.receives(LONG)
    with modem.on():
        until(lambda: len(modem.rows("select ID from inbox")) == 5, "five parts in the inbox")
        until(lambda: adapter.fetch() < 0 or _heard(), "both heard")
        with at_work(rini):
            report = Report.objects.get()
            assert report.channel == "sms"
            assert read_report(rini.actor(), report).words == "Tolong saya"
            thread = Thread.objects.select_related("contact__person", "contact__report").get()
            letter = lines.answer_thread(rini.actor(), thread, words=f"Aman dibalas? {LONG}")
        assert send_letters(UNIT, "sms", adapter) == 1
        until(lambda: modem.rows("select 1 from sentitems"), "sent by the phone")
    sent = modem.rows("select TextDecoded from sentitems order by SequencePosition")
    assert "".join(str(text) for (text,) in sent) == f"Aman dibalas? {LONG}".rstrip()
    assert modem.rows("select count(*) from inbox where Processed = 'false'") == [(0,)]
    adapter.fetch()
    left = str(modem.rows("select * from inbox")) + str(modem.rows("select * from sentitems"))
    assert "Tolong" not in left  # that file is not sealed
    assert "Aman" not in left
    assert HERS not in str(modem.rows("select * from inbox"))
    assert b"mengunci pintu" not in modem.file.read_bytes()
    with frame(UNIT):
        assert Letter.objects.get(pk=letter.pk).state == "sent"


def _heard() -> bool:
    with frame(UNIT):
        return Raw.objects.count() == 2


def test_a_house_that_dies_before_the_mark_hears_the_message_once(
    line: OpenLine, modem: Modem, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lay(modem, "Tolong")
    dying = Gammu(line)
    monkeypatch.setattr(Gammu, "_mark", _dies)
    with pytest.raises(KeyboardInterrupt):
        dying.fetch()
    monkeypatch.undo()
    assert Gammu(line).fetch() == 1
    with frame(UNIT):
        assert Report.objects.count() == 1
    assert modem.rows("select Processed from inbox") == [("true",)]


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_same_letter_is_laid_into_the_outbox_once(
    line: OpenLine, modem: Modem, rini: Staff
) -> None:
    adapter = Gammu(line)
    _lay(modem, "Tolong")
    adapter.fetch()
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        lines.answer_thread(rini.actor(), thread, words="Aman?")
    send_letters(UNIT, "sms", adapter)
    with frame(UNIT):
        Letter.objects.update(state="queued")  # as if the house died before it marked it
    send_letters(UNIT, "sms", adapter)
    assert modem.rows("select count(*) from outbox") == [(1,)]


def test_a_failure_of_the_network_is_told(line: OpenLine, modem: Modem, rini: Staff) -> None:
    adapter = Gammu(line)
    _lay(modem, "Tolong")
    adapter.fetch()
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        letter = lines.answer_thread(rini.actor(), thread, words="Aman?")
    send_letters(UNIT, "sms", adapter)
    with contextlib.closing(sqlite3.connect(modem.file)) as link, link:
        link.execute(
            "insert into sentitems (CreatorID, Status, StatusError, Text, UDH, SenderID, ID)"
            " values (?, 'SendingError', 38, '', '', '', 1)",
            [str(letter.pk)],
        )
    adapter.fetch()
    with frame(UNIT):
        letter.refresh_from_db()
        assert (letter.state, letter.code) == ("failed", "SendingError:38")


@pytest.mark.parametrize("sender", ["Telkomsel", "123", "", "+62", "abc123", "+999999999999999999"])
def test_a_sender_that_is_no_number_is_heard_all_the_same(
    line: OpenLine, modem: Modem, sender: str
) -> None:
    _lay(modem, "Kuota Anda habis", sender=sender)
    assert Gammu(line).fetch() == 1
    with frame(UNIT):
        assert Report.objects.count() == 1


def test_a_new_file_of_the_daemon_counts_anew_and_nothing_is_taken_for_a_repetition(
    line: OpenLine, modem: Modem
) -> None:
    _lay(modem, "satu")
    Gammu(line).fetch()
    with contextlib.closing(sqlite3.connect(modem.file)) as link, link:
        link.execute("delete from inbox")
        link.execute("delete from sqlite_sequence")
    _lay(modem, "dua")
    Gammu(line).fetch()
    with frame(UNIT):
        assert Raw.objects.count() == 2


def test_a_file_that_is_gone_or_foreign_is_a_fault_that_health_shows(
    line: OpenLine, modem: Modem
) -> None:
    with contextlib.closing(sqlite3.connect(modem.file)) as link, link:
        link.execute("drop table inbox")
    with pytest.raises(LineFault) as broken:
        Gammu(line).fetch()
    assert broken.value.fault == Fault.BROKEN
    modem.file.unlink()
    with pytest.raises(LineFault) as gone:
        Gammu(line)
    assert gone.value.fault == Fault.SETTINGS


def test_a_call_goes_out_by_sms_and_four_digits_from_the_proved_phone_answer_it(
    unit: Unit, line: OpenLine, modem: Modem, rini: Staff, sari: Staff, ready: list[Staff]
) -> None:
    adapter = Gammu(line)
    beat(UNIT, "sms")
    _lay(modem, "Tolong")
    adapter.fetch()
    tick(UNIT)
    send_due(UNIT)
    send_letters(UNIT, "sms", adapter)
    ((words, number),) = modem.rows("select TextDecoded, DestinationNumber from outbox")
    with frame(UNIT):
        call = Call.objects.get(attempts__way="sms", staff_id=rini.pk)
        assert Attempt.objects.get(way="sms", call=call).state == "sent"
    assert number == "+6281100000000"
    assert call.pin in str(words)
    assert "Tolong" not in str(words)
    assert HERS not in str(words)
    _lay(modem, call.pin, sender="+6289999999999")  # from another phone it answers nothing
    adapter.fetch()
    with frame(UNIT):
        assert Alarm.objects.exclude(acked_at=None).count() == 0
    _lay(modem, f" {call.pin}. ", sender="0811-0000-0000")
    adapter.fetch()
    with frame(UNIT):
        assert Call.objects.get(pk=call.pk).state == "answered"
        assert Report.objects.count() == 2  # hers, and the digits from a stranger


@pytest.fixture
def ready(unit: Unit, rini: Staff, sari: Staff) -> list[Staff]:
    """Rini, whose phone for SMS is proved, alone on the rota's last rung."""
    prove(rini, sari, unit)
    with frame(UNIT):
        Reach.objects.update(way="sms")
    return [rini]


def _lay(modem: Modem, text: str, sender: str = HERS) -> None:
    """Write a row as gammu-smsd writes it."""
    with contextlib.closing(sqlite3.connect(modem.file)) as link, link:
        link.execute(
            "insert into inbox (Text, SenderNumber, UDH, TextDecoded, RecipientID)"
            " values ('', ?, '', ?, '')",
            [sender, text],
        )
