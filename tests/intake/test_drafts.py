"""Answers between two pages: sealed, shortlived, and opened by the cookie alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from lindung.core.clock import Moment
from lindung.intake.models import Draft, DraftFile
from lindung.intake.services import drafts

pytestmark = pytest.mark.django_db
WORDS = "kata-kata yang tidak boleh terbaca"


def test_answers_come_back_to_whoever_holds_the_token() -> None:
    token = drafts.start_draft({"words": WORDS})
    assert drafts.read_draft(token) == {"words": WORDS}


def test_a_dump_shows_neither_words_nor_token() -> None:
    token = drafts.start_draft({"words": WORDS})
    drafts.keep_draft_file(token, WORDS.encode())
    with connection.cursor() as cursor:
        cursor.execute("select d.*, f.* from intake_draft d, intake_draftfile f")
        dump = repr([[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in cursor])
    assert "kata" not in dump
    assert token not in dump


def test_another_token_opens_nothing() -> None:
    drafts.start_draft({"words": WORDS})
    other = drafts.start_draft({"words": "lain"})
    assert drafts.read_draft(other) == {"words": "lain"}
    for wrong in ("", "x", "….", other[:-2], other * 2):
        assert drafts.read_draft(wrong) is None


def test_a_draft_moved_to_another_row_does_not_open() -> None:
    token, other = drafts.start_draft({"words": WORDS}), drafts.start_draft({"words": "lain"})
    first, second = (Draft.objects.get(lookup=drafts._lookup(t)) for t in (token, other))
    Draft.objects.filter(pk=second.pk).update(box=first.box)
    assert drafts.read_draft(other) is None


def test_each_answer_is_added_and_prolongs_the_time() -> None:
    token = drafts.start_draft({"about": "self"})
    Draft.objects.update(expires_at=Moment() + timedelta(minutes=1))
    with drafts.changing_draft(token) as answers:
        assert answers is not None
        answers["words"] = WORDS
    assert drafts.read_draft(token) == {"about": "self", "words": WORDS}
    late = Draft.objects.filter(expires_at__gt=Moment() + timedelta(minutes=29))
    assert late.count() == 1


def test_what_fails_inside_changes_nothing() -> None:
    token = drafts.start_draft({"about": "self"})

    def fail() -> None:
        with drafts.changing_draft(token) as answers:
            assert answers is not None
            answers["words"] = WORDS
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert drafts.read_draft(token) == {"about": "self"}


def test_after_thirty_minutes_nothing_opens_and_the_sweep_takes_it_away() -> None:
    token, fresh = drafts.start_draft({"words": WORDS}), drafts.start_draft({"words": "baru"})
    drafts.keep_draft_file(token, b"isi")
    Draft.objects.filter(lookup=drafts._lookup(token)).update(expires_at=Moment())
    assert drafts.read_draft(token) is None
    with drafts.changing_draft(token) as answers:
        assert answers is None
    assert drafts.sweep_drafts() == 1
    assert DraftFile.objects.count() == 0
    assert drafts.read_draft(fresh) == {"words": "baru"}


def test_the_exit_forgets_answers_and_files() -> None:
    token = drafts.start_draft({"words": WORDS})
    drafts.keep_draft_file(token, b"isi")
    drafts.forget_draft(token)
    assert (Draft.objects.count(), DraftFile.objects.count()) == (0, 0)


def test_a_file_opens_for_its_own_draft_alone_and_can_be_taken_out() -> None:
    token, other = drafts.start_draft({}), drafts.start_draft({})
    file_id = drafts.keep_draft_file(token, b"isi berkas")
    assert drafts.read_draft_file(token, file_id) == b"isi berkas"
    assert drafts.read_draft_file(other, file_id) is None
    assert drafts.read_draft_file(token, uuid4()) is None
    drafts.drop_draft_file(other, file_id)
    assert drafts.read_draft_file(token, file_id) == b"isi berkas"
    drafts.drop_draft_file(token, file_id)
    assert drafts.read_draft_file(token, file_id) is None
