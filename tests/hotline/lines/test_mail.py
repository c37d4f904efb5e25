"""E-mail through a real Dovecot and a sink for SMTP on loopback, both ways."""

import contextlib
import imaplib
import os
import socketserver
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.hotline.adapters.mail import Mail
from lindung.hotline.codes.lines import Fault
from lindung.hotline.letters import LineFault, open_lines, send_letters
from lindung.hotline.mail import reading
from lindung.hotline.models import HeldFile, Letter, Raw, Thread
from lindung.hotline.services import lines
from lindung.intake.models import Attachment, Message, Report
from lindung.intake.queries import read_report
from tests.conftest import UNIT, at_work
from tests.hotline.lines.conftest import Opens
from tests.hotline.lines.daemons import found, free_port, listens, needs, running, until
from tests.hotline.lines.test_contract import PNG

OWN, HERS = "lapor@kutim.example", "dewi@example.net"
WORD = "kuncisurat12345"
CONF = """dovecot_config_version = none
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  chroot =
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={word}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""


class Sink(socketserver.ThreadingTCPServer):
    """Takes letters by SMTP, or refuses them."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[bytes] = []
        self.refuses = ""


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Speak as much of SMTP as a letter needs. Source: RFC 5321."""
        sink = self.server
        assert isinstance(sink, Sink)
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                words = b""
                while (part := self.rfile.readline()) not in {b".\r\n", b""}:
                    words += part[1:] if part.startswith(b"..") else part
                sink.taken.append(words)
                self._say("250 taken")
            elif verb == b"RCPT" and sink.refuses:
                self._say(sink.refuses)
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 sink")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every call."""
    monkeypatch.setattr("lindung.hotline.adapters.mail.EVERY_S", 0.0)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Where our letters go."""
    with Sink() as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def box() -> Iterator[int]:
    """A Dovecot with one mailbox; gives its port."""
    needs("dovecot")
    import grp  # noqa: PLC0415  # only where there is a Dovecot
    import pwd  # noqa: PLC0415

    as_root = os.getuid() == 0
    owner = pwd.getpwnam("dovecot") if as_root else pwd.getpwuid(os.getuid())
    port = free_port()
    # Short: below pytest's own folder the names of its sockets would be too long for the kernel.
    folder = Path(mkdtemp(prefix="lindung-mail-"))
    for name in ("mail", "home", "run"):
        (folder / name).mkdir(parents=True)
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    for parent in (folder, *folder.parents):
        if parent.is_relative_to(Path("/tmp")) and parent != Path("/tmp"):  # noqa: S108
            parent.chmod(parent.stat().st_mode | 0o711)
    told = {"folder": folder, "port": port, "word": WORD, "user": owner.pw_name}
    told |= {"uid": owner.pw_uid, "gid": owner.pw_gid}
    told |= {"group": grp.getgrgid(owner.pw_gid).gr_name}
    conf = folder / "dovecot.conf"
    conf.write_text(CONF.format(**told).replace("dovecot_config_version = none\n", ""))
    with running(found("dovecot"), "-F", "-c", str(conf), cwd=folder):
        until(lambda: listens(port), "dovecot listens")
        yield port
    rmtree(folder)


Puts = Callable[..., None]


@pytest.fixture
def puts(box: int) -> Puts:
    """Lay a letter into the mailbox."""

    def put(letter: EmailMessage | bytes) -> None:
        with imaplib.IMAP4("127.0.0.1", box) as link:
            link.login(OWN, WORD)
            raw = letter if isinstance(letter, bytes) else bytes(letter)
            link.append("INBOX", "", "", raw)

    return put


@pytest.fixture
def mailbox(box: int, sink: Sink, opens: Opens) -> Iterator[Mail]:
    """The unit's mailbox, open."""
    opens("email", "mail", **_settings(box, sink.server_address[1]))
    adapter = Mail(open_lines(UNIT, {})[0])
    yield adapter
    adapter.close()


def _settings(imap: int, smtp: int) -> dict[str, str]:
    return {
        "address": OWN,
        "imap_host": "127.0.0.1",
        "imap_port": str(imap),
        "smtp_host": "127.0.0.1",
        "smtp_port": str(smtp),
        "user": OWN,
        "password": WORD,
        "subject": "Surat Anda",
    }


def letter(
    words: str = "Saya tidak berani pulang", sender: str = HERS, **more: str
) -> EmailMessage:
    """Write a letter to the unit."""
    made = EmailMessage()
    made["From"], made["To"] = f"Dewi <{sender}>", OWN
    made["Subject"] = more.pop("subject", "tolong")
    made["Message-ID"] = more.pop("name", "<m1@example.net>")
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made


def _thread() -> Thread:
    return Thread.objects.select_related("contact__person", "contact__report").get()


def test_a_letter_comes_in_with_its_picture_and_the_answer_goes_out_neutral(
    mailbox: Mail, puts: Puts, sink: Sink, rini: Staff
) -> None:
    first = letter()
    first.add_attachment(PNG, maintype="image", subtype="png", filename="luka.png")
    first.add_attachment(b"MZ...", maintype="image", subtype="png", filename="foto.png")
    puts(first)
    assert mailbox.fetch() == 1
    assert mailbox.fetch() == 0
    with at_work(rini):
        report = Report.objects.get()
        assert report.channel == "email"
        assert read_report(rini.actor(), report).words == "tolong\n\nSaya tidak berani pulang"
        assert (Attachment.objects.count(), HeldFile.objects.get().why) == (1, "unknown")
        lines.answer_thread(rini.actor(), _thread(), words="Aman dibalas di sini?")
    send_letters(UNIT, "email", mailbox)
    sent = sink.taken[0].decode()
    assert "Subject: Surat Anda" in sent
    assert "In-Reply-To: <m1@example.net>" in sent
    assert "Aman dibalas di sini?" in sent
    assert "pulang" not in sent


def test_a_letter_is_seen_only_after_it_was_kept(
    mailbox: Mail, puts: Puts, monkeypatch: pytest.MonkeyPatch
) -> None:
    puts(letter())
    with monkeypatch.context() as patched:
        patched.setattr("lindung.intake.services.hear.people.write_person", _full)
        with pytest.raises(LineFault):
            mailbox.fetch()
    with frame(UNIT):
        assert Raw.objects.count() == 0
    assert mailbox.fetch() == 1


def _full(*_: object, **__: object) -> None:
    raise OSError("No space left on device")


def test_a_house_that_dies_before_the_mark_keeps_the_letter_once(mailbox: Mail, puts: Puts) -> None:
    puts(letter())
    mailbox.fetch()
    box = mailbox._box()  # as if the mark had not been set
    box.uid("STORE", "1", "-FLAGS", "(\\Seen)")
    assert mailbox.fetch() == 1
    with frame(UNIT):
        assert (Report.objects.count(), Message.objects.count()) == (1, 0)


def test_the_next_letter_of_the_same_address_is_added(mailbox: Mail, puts: Puts) -> None:
    puts(letter())
    puts(letter("Ia sudah pergi", name="<m2@example.net>"))
    mailbox.fetch()
    with frame(UNIT):
        assert (Report.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "marks",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<x.example>"},
        {"sender": "MAILER-DAEMON@example.net"},
        {"sender": "no-reply@example.net"},
    ],
)
def test_what_a_machine_wrote_is_kept_and_no_machine_answers_it(
    box: int, sink: Sink, opens: Opens, puts: Puts, marks: dict[str, str]
) -> None:
    opens("email", "mail", question="Aman dibalas?", **_settings(box, sink.server_address[1]))
    adapter = Mail(open_lines(UNIT, {})[0])
    puts(letter(**marks))
    adapter.fetch()
    send_letters(UNIT, "email", adapter)
    adapter.close()
    assert sink.taken == []
    with frame(UNIT):
        assert Report.objects.count() == 1


def test_our_own_letter_that_comes_back_makes_no_loop(mailbox: Mail, puts: Puts) -> None:
    puts(letter(sender=OWN))
    assert mailbox.fetch() == 1
    with frame(UNIT):
        assert Raw.objects.count() == 0


def test_a_letter_that_could_not_be_delivered_is_told_on_its_report(
    mailbox: Mail, puts: Puts, sink: Sink, rini: Staff
) -> None:
    puts(letter())
    mailbox.fetch()
    with at_work(rini):
        lines.answer_thread(rini.actor(), _thread(), words="Aman?")
    send_letters(UNIT, "email", mailbox)
    name = next(x for x in sink.taken[0].decode().splitlines() if x.startswith("Message-ID"))
    puts(
        (
            "From: MAILER-DAEMON@example.net\r\nTo: lapor@kutim.example\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            f"--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n--b\r\n"
            f"Content-Type: text/rfc822-headers\r\n\r\n{name}\r\n\r\n--b--\r\n"
        ).encode()
    )
    mailbox.fetch()
    with frame(UNIT):
        assert (Letter.objects.get().state, Letter.objects.get().code) == ("failed", "returned")
        assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("refuses", "known"),
    [("550 no such user", ("failed", "550")), ("451 later", ("queued", "451"))],
)
def test_a_host_that_refuses_is_told_and_one_that_is_busy_is_asked_again(
    mailbox: Mail, puts: Puts, sink: Sink, rini: Staff, refuses: str, known: tuple[str, str]
) -> None:
    puts(letter())
    mailbox.fetch()
    with at_work(rini):
        lines.answer_thread(rini.actor(), _thread(), words="Aman?")
    sink.refuses = refuses
    send_letters(UNIT, "email", mailbox)
    with frame(UNIT):
        assert (Letter.objects.get().state, Letter.objects.get().code) == known


def test_a_wrong_password_and_a_host_that_is_away_are_faults(
    box: int, sink: Sink, opens: Opens
) -> None:
    wrong = _settings(box, sink.server_address[1]) | {"password": "wrong"}
    opens("email", "mail", **wrong)
    with pytest.raises(LineFault) as refused:
        Mail(open_lines(UNIT, {})[0]).fetch()
    assert refused.value.fault == Fault.REFUSED
    opens("email", "mail", **_settings(free_port(), 1))
    with pytest.raises(LineFault) as away:
        Mail(open_lines(UNIT, {})[0]).fetch()
    assert away.value.fault == Fault.UNREACHABLE


def test_a_page_alone_is_read_as_words_without_scripts_and_pictures() -> None:
    made = letter()
    made.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body><script>bad()</script>"
        "<p>Tolong&nbsp;saya</p><img src='http://spy.example/1'><div>Cepat</div></body></html>",
        subtype="html",
    )
    assert reading.read(bytes(made)).words == "tolong\n\nTolong saya\nCepat"


@pytest.mark.parametrize(
    ("charset", "raw", "words"),
    [
        ("iso-8859-1", b"caf\xe9", "café"),
        ("windows-1252", b"\x93ya\x94", "“ya”"),
        ("none-such", "siang ☂".encode(), "siang ☂"),
        ("utf-8", b"caf\xe9 ya", "caf� ya"),
        ("us-ascii", "sudah ☂".encode(), "sudah ☂"),
    ],
)
def test_odd_alphabets_are_read_as_far_as_they_can_be(charset: str, raw: bytes, words: str) -> None:
    head = f"From: {HERS}\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    assert reading.read(head.encode() + raw).words == words


@given(st.binary(max_size=2000))
def test_no_letter_is_so_broken_that_it_cannot_be_kept(raw: bytes) -> None:
    read = reading.read(raw)
    assert not read.sender or reading.ADDRESS.match(read.sender)
    reading.returned_name(raw)


@given(st.text(max_size=300), st.text(max_size=300))
def test_odd_headers_break_nothing(sender: str, subject: str) -> None:
    raw = f"From: {sender}\nSubject: {subject}\nMessage-ID: {subject}\n\nhalo".encode(
        errors="ignore"
    )
    assert "\n" not in reading.read(raw).message_id
    with contextlib.suppress(AssertionError):
        assert reading.read(raw).words
