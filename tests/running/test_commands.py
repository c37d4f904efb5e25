"""The commands work beside a running house and in one that stands still."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lindung.running.children import working_in
from lindung.running.counts import in_words
from tests.running.houses import (
    children_of,
    environment,
    free_port,
    lindung,
    new_home,
    running,
    until,
)

pytestmark = pytest.mark.xdist_group("commands")  # one house for all of them

COMMANDS = (
    "up", "web", "worker", "auditor", "migrate", "demo", "doctor", "backup", "restore", "staff",
    "token",
    "areas", "trail", "bench",
)  # fmt: skip

SEAL_A_FILE = """
import io
from uuid import UUID
from lindung.core.files import store_file
from lindung.core.frame import frame
from lindung.directory.queries import units
unit = units()[0]
with frame(unit.pk):
    print(store_file(io.BytesIO(b"what she sent " * 10_000)).pk)
"""
OPEN_THE_FILE = """
import sys
from uuid import UUID
from lindung.core.files import open_file
from lindung.core.frame import frame
from lindung.core.models import StoredFile
from lindung.directory.queries import units
unit = units()[0]
with frame(unit.pk):
    row = StoredFile.objects.get(pk=UUID(sys.argv[1]))
    print(b"".join(open_file(row)) == b"what she sent " * 10_000)
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A running house with its first account."""
    with new_home() as home, running(home):
        words = ("--unit", "64.08", "--role", "administrator")
        made = lindung(home, "staff", "add", "a@kutim.example", *words)
        assert made.returncode == 0, made.stderr
        yield home


def program(home: Path, code: str, *words: str) -> str:
    """Run a few lines inside the house, as a command of it would."""
    inside = "from lindung.running.cli.working import at_work\nwith at_work():\n" + "".join(
        f"    {line}\n" for line in code.strip().splitlines()
    )
    done = subprocess.run(
        [sys.executable, "-c", inside, *words],
        check=True,
        capture_output=True,
        text=True,
        env=environment(home),
    )
    return done.stdout.strip()


def told_figures(said: str) -> str:
    """Return the figures in what backup and restore say."""
    found = re.search(r"reports \d+, cases \d+, trail \d+, unchained \d+", said)
    assert found, said
    return found[0]


def figures(home: Path) -> dict[str, int]:
    return dict(json.loads(lindung(home, "doctor", "--json").stdout)["counts"])


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_both_languages(tmp_path: Path, name: str) -> None:
    helped = lindung(tmp_path, name, "--help")

    assert helped.returncode == 0
    assert "pemakaian · usage" in helped.stdout
    assert " · " in helped.stdout.split("\n\n")[1]


def test_a_wrong_argument_is_a_sentence_in_both_languages(tmp_path: Path) -> None:
    refused = lindung(tmp_path, "up", "--port", "eighty")

    assert refused.returncode == 2
    assert "tidak dimengerti · Not understood" in refused.stderr


def test_commands_refuse_a_home_that_was_never_started(tmp_path: Path) -> None:
    refused = lindung(tmp_path / "none", "doctor")

    assert refused.returncode == 1
    assert "start with ./run first" in refused.stderr
    assert not (tmp_path / "none").exists()


def test_the_first_account_opens_its_unit_and_gets_a_password_once(home: Path) -> None:
    made = lindung(home, "staff", "add", "b@batam.example", "--unit", "21.71", "--role", "operator")

    assert made.returncode == 0
    assert re.search(r"One-time password: (\w{4}-){4}\w{4}", made.stdout)
    assert "kota-batam" in made.stdout


def test_a_unit_that_nobody_knows_is_asked_for_its_district(home: Path) -> None:
    refused = lindung(home, "staff", "add", "c@x.example", "--unit", "zzz", "--role", "operator")

    assert refused.returncode == 1
    assert "--area" in refused.stderr


@pytest.mark.parametrize(
    ("email", "role"), [("d@kutim.example", "kaisar"), ("no-address", "operator")]
)
def test_a_wrong_account_is_refused_and_not_made(home: Path, email: str, role: str) -> None:
    refused = lindung(home, "staff", "add", email, "--unit", "64.08", "--role", role)

    assert refused.returncode == 1
    assert "One-time password" not in refused.stdout


def test_a_token_is_shown_once_and_only_for_scopes_there_are(home: Path) -> None:
    made = lindung(
        home, "token", "create", "--unit", "kutai-timur", "--name", "x", "--scope", "reports:read"
    )
    refused = lindung(
        home, "token", "create", "--unit", "kutai-timur", "--name", "x", "--scope", "everything"
    )

    assert made.stdout.startswith("lnd_")
    assert refused.returncode == 1
    assert "reports:read" in refused.stderr


def test_a_code_is_told_from_its_namesake_in_the_other_system(home: Path) -> None:
    told = lindung(home, "areas", "6402").stdout

    assert "6402: bps, Kabupaten Kutai Barat" in told
    assert "the same digits in the other system are Kabupaten Kutai Kartanegara" in told


def test_the_trail_is_verified_and_its_end_can_be_kept_elsewhere(home: Path) -> None:
    until(lambda: figures(home)["unchained"] == 0, 20)
    whole = lindung(home, "trail", "verify")
    head = json.loads(lindung(home, "trail", "head").stdout)
    lines = lindung(home, "trail", "export").stdout.splitlines()

    assert whole.returncode == 0
    assert head["seq"] == len(lines) > 0
    assert json.loads(lines[-1])[2] == head["hash"]


REMOVE_THE_NEWEST = """
import sys, psycopg
from lindung.running.home import Home
with psycopg.connect(Home.of_environment().told().server, dbname="lindung") as server:
    server.execute("set session_replication_role = replica")
    if "links" in sys.argv:
        server.execute("delete from core_link where seq > (select max(seq) - 3 from core_link)")
    server.execute("delete from core_trail where id in (select id from core_trail t where not"
        " exists (select from core_link where trail_id = t.id) or id = (select max(id)"
        " from core_trail))")
"""


@pytest.mark.long
@pytest.mark.parametrize("what", ["line", "links"])
def test_the_newest_lines_cannot_be_taken_away_unnoticed(what: str) -> None:
    with new_home() as home, running(home) as house:
        for name in ("a", "b", "c", "d"):
            words = ("--unit", "64.08", "--role", "operator")
            assert lindung(home, "staff", "add", f"{name}@kutim.example", *words).returncode == 0
        until(lambda: figures(home)["unchained"] == 0 < figures(home)["trail"], 20)
        paper = json.loads(lindung(home, "trail", "head").stdout)
        kept = f"{paper['seq']}:{paper['hash']}"
        assert lindung(home, "trail", "verify", "--head", kept).returncode == 0
        house.process.send_signal(signal.SIGSTOP)
        for child in children_of(house.process.pid):
            if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGSTOP)  # so that nothing is chained anew meanwhile
        program(home, REMOVE_THE_NEWEST, what)

        found = lindung(home, "trail", "verify")
        (home / "keys" / "trail.end").unlink()
        from_paper = lindung(home, "trail", "verify", "--head", kept)
        for pid in (house.process.pid, *children_of(house.process.pid)):
            os.kill(pid, signal.SIGCONT)

        assert found.returncode == 1
        assert from_paper.returncode == 1
        assert "does not match" in found.stderr


def test_a_bench_of_too_few_cases_is_refused_before_anything_is_made(home: Path) -> None:
    refused = lindung(home, "bench", "--cases", "0")

    assert refused.returncode == 1
    assert "at least 100 cases" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("end", ["5", "5:abc", "x:" + "0" * 64, ":"])
def test_an_end_of_the_chain_that_is_none_is_refused(home: Path, end: str) -> None:
    refused = lindung(home, "trail", "verify", "--head", end)

    assert refused.returncode == 1
    assert "NUMBER:HASH" in refused.stderr


@pytest.mark.parametrize(
    "key",
    ["B" * 43 + "=", *(pytest.param(one, marks=pytest.mark.long) for one in ("hi", ""))],
)
def test_a_house_with_a_key_that_is_not_its_own_does_not_start(key: str) -> None:
    with new_home() as home:
        with running(home):
            lindung(home, "staff", "add", "a@b.example", "--unit", "64.08", "--role", "operator")
            program(home, SEAL_A_FILE)
        (home / "keys" / "root.key").write_text(key)

        refused = lindung(home, "up", "--port", str(free_port()))
        listed = lindung(home, "areas", "Batam")

        assert (refused.returncode, listed.returncode) == (1, 1)
        assert "not the key of these data" in refused.stderr
        assert working_in(home / "pg" / "data") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("staff", "add", "siapa", "--unit", "64.08", "--role", "operator"), "no e-mail address"),
        (("staff", "add", "a@b.example", "--unit", "64.08", "--role", "king"), "case_manager"),
        (("areas", "ZZZ"), "No area"),
    ],
)
def test_a_wrong_word_is_refused_in_both_languages(
    home: Path, words: tuple[str, ...], said: str
) -> None:
    refused = lindung(home, *words)

    assert refused.returncode == 1
    assert said in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 2


def test_a_backup_brings_back_the_same_figures_and_opens_the_same_file(
    home: Path, tmp_path: Path
) -> None:
    file_id = program(home, SEAL_A_FILE)
    saved, key = tmp_path / "saved.backup", home / "keys" / "recovery-PRINT-AND-REMOVE"

    backup = lindung(home, "backup", str(saved))
    with new_home() as other:
        restored = lindung(other, "restore", str(saved), "--key", str(key))

        assert backup.returncode == restored.returncode == 0, restored.stderr
        assert saved.stat().st_mode & 0o777 == 0o600
        assert told_figures(restored.stdout) == told_figures(backup.stdout)
        assert in_words(figures(other)) == told_figures(backup.stdout)
        assert program(other, OPEN_THE_FILE, file_id) == "True"
        assert lindung(other, "trail", "verify").returncode == 0
        assert lindung(other, "backup", str(tmp_path / "again.backup")).returncode == 0
        assert working_in(other / "pg" / "data") == []  # commands leave no database running
        with running(other) as house:
            assert house.healthz() == 200


def test_a_restore_that_was_killed_opens_nothing_and_can_be_run_again(
    home: Path, tmp_path: Path
) -> None:
    saved, key = tmp_path / "saved.backup", home / "keys" / "recovery-PRINT-AND-REMOVE"
    lindung(home, "backup", str(saved))
    with new_home() as other:
        words = ("restore", str(saved), "--key", str(key))
        restoring = subprocess.Popen(
            [sys.executable, "-m", "lindung.running.cli", *words], env=environment(other)
        )
        until((other / "restoring").exists, 60)
        restoring.kill()
        restoring.wait()
        until(lambda: working_in(other / "pg" / "data") == [], 30)

        opened = lindung(other, "up", "--port", str(free_port()))
        listed = lindung(other, "areas", "Batam")
        again = lindung(other, *words)

        assert (opened.returncode, listed.returncode) == (1, 1)
        assert "broken off" in opened.stderr
        assert again.returncode == 0, again.stderr
        assert in_words(figures(other)) == told_figures(again.stdout)
        assert not (other / "restoring").exists()


def test_a_backup_never_overwrites(home: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("something")

    refused = lindung(home, "backup", str(kept))

    assert refused.returncode == 1
    assert kept.read_text() == "something"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_restore_into_a_home_with_data_changes_nothing(home: Path, tmp_path: Path) -> None:
    saved, key = tmp_path / "saved.backup", home / "keys" / "recovery-PRINT-AND-REMOVE"
    lindung(home, "backup", str(saved))
    before = figures(home)

    refused = lindung(home, "restore", str(saved), "--key", str(key))

    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    after = figures(home)
    assert after["trail"] >= before["trail"]  # the house goes on writing lines of its own
    kept = {name for name in before if name not in {"trail", "unchained"}}
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_a_damaged_backup_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    saved, key = tmp_path / "saved.backup", home / "keys" / "recovery-PRINT-AND-REMOVE"
    lindung(home, "backup", str(saved))
    saved.write_bytes(saved.read_bytes()[:-1])

    with new_home() as other:
        refused = lindung(other, "restore", str(saved), "--key", str(key))

        assert refused.returncode == 1
        assert "damaged" in refused.stderr
        assert not other.exists()


def test_a_backup_holds_no_word_in_the_clear(home: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.backup"
    lindung(home, "backup", str(saved))

    content = saved.read_bytes()

    assert b"kutim.example" not in content
    assert (home / "keys" / "root.key").read_bytes() not in content


def test_after_a_rotation_everything_still_opens(home: Path) -> None:
    file_id = program(home, SEAL_A_FILE)

    rotated = lindung(home, "keys", "rotate")

    assert rotated.returncode == 0
    assert json.loads(lindung(home, "doctor", "--json").stdout)["keys"]["generations"]["file"] == 2
    assert program(home, OPEN_THE_FILE, file_id) == "True"


def test_a_root_key_that_is_not_the_houses_is_told_and_saved_nowhere(
    home: Path, tmp_path: Path
) -> None:
    program(home, SEAL_A_FILE)
    root = home / "keys" / "root.key"
    true = root.read_text()
    root.write_text("B" * 43 + "=")

    examined = lindung(home, "doctor", "--json")
    saved = lindung(home, "backup", str(tmp_path / "useless.backup"))
    root.write_text(true)
    told = json.loads(examined.stdout)

    assert (examined.returncode, saved.returncode) == (1, 1)
    assert "not the key of these data" in saved.stderr
    assert not list(tmp_path.iterdir())
    assert told["keys"]["root"] == "wrong"
    assert "root" in [warned["code"] for warned in told["warnings"]]


def test_invented_people_never_enter_a_home_of_real_ones(home: Path) -> None:
    refused = lindung(home, "demo", "--cases", "1")

    assert refused.returncode == 1
    assert "made for mode plain, not demo" in refused.stderr
