"""No word, address or secret of a channel stands in the tables, the logs or the trail."""

import logging

import pytest
from django.db import connection

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.hotline.letters import TryLater, send_letters
from lindung.hotline.models import Thread
from lindung.hotline.services import lines
from lindung.intake.files import UploadedBytes
from tests.conftest import UNIT, at_work
from tests.hotline.lines.conftest import HERS, Opens, Postman, Writes

SECRETS = {
    "kanaria-kata-sandi": "a password",
    "kenari tanya aman": "the question",
    "180/kenari/2026": "the decision",
    "burung kenari hijau": "her words",
    HERS: "her number",
    "ekor-kenari": "the tail",
    "berkas-kenari.apk": "a file's name",
    "jawaban kenari": "the answer",
    "alasan kenari": "the reason",
}


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]


def test_a_dump_of_every_table_tells_nothing(
    opens: Opens,
    writes: Writes,
    rini: Staff,
    postman: Postman,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    opens("telegram", "telegram", question="kenari tanya aman", token="kanaria-kata-sandi")
    opens(question="kenari tanya aman", password="kanaria-kata-sandi")
    files = (UploadedBytes("berkas-kenari.apk", b"PK"),)
    writes("burung kenari hijau", files=files, tail="ekor-kenari")
    writes("burung kenari hijau")
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        lines.answer_thread(
            rini.actor(),
            thread,
            words="jawaban kenari",
            life_in_danger=True,
            reason="alasan kenari",
        )
    postman.fails = TryLater("503")
    send_letters(UNIT, "sms", postman)
    found = []
    with frame(UNIT), connection.cursor() as cursor:
        for table in _tables():
            try_this = f"select t::text from {table} t"  # noqa: S608  # names of our own tables
            cursor.execute("select has_table_privilege(%s, 'select')", [table])
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(try_this)
            rows = " ".join(row for (row,) in cursor.fetchall())
            found += [
                (table, word) for word in SECRETS if word in rows or word.encode().hex() in rows
            ]
    assert found == []
    assert [word for word in SECRETS if word in caplog.text] == []
