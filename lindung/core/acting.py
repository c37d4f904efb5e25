"""Permission and record for whatever is done, opened or refused. Stands in a frame."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from lindung.core.actor import Actor
from lindung.core.errors import Denied, NotFound
from lindung.core.frame import note, this_frame
from lindung.core.models import Trail
from lindung.core.policy import Policy
from lindung.core.trail import line_for

M = TypeVar("M", bound=Model)


@contextmanager
def acting(actor: Actor, policy: Policy[M], action: str, record: M) -> Iterator[None]:
    """Let `actor` do `action` to `record`, with a line in the trail, or raise `Denied`.

    The change and its line stand or fall together; a refusal is written down whatever happens.
    """
    line = _permitted(actor, policy, action, record)
    try:
        with transaction.atomic():  # a screen that shows a broken rule must not keep half a change
            yield
            line.save(force_insert=True)
    except BaseException:
        this_frame().marks.clear()  # what was sealed in vain must not count as the newest
        raise


@contextmanager
def opening(actor: Actor, policy: Policy[M], action: str, record: M) -> Iterator[None]:
    """Let `actor` read what is sealed in `record`, or raise `Denied`.

    What was read cannot be unread: the line stands even when the rest is rolled back.
    """
    note(_permitted(actor, policy, action, record))
    yield


@contextmanager
def opening_all(
    actor: Actor, policy: Policy[M], action: str, records: Sequence[M]
) -> Iterator[list[M]]:
    """Let `actor` read what is sealed in those of `records` that he may read, which are yielded.

    For the few people of one page: one query asks for all of them, and each has its own line.
    """
    if not records:
        yield []
        return
    same = type(records[0])._default_manager.filter(pk__in=[record.pk for record in records])
    may = set(policy.only(actor, action, same).values_list("pk", flat=True))
    permitted = [record for record in records if record.pk in may]
    for record in permitted:
        note(line_for(actor, f"{policy.module}.{action}", record.pk))
    yield permitted


def opening_rows(
    actor: Actor, policy: Policy[M], action: str, rows: QuerySet[M], *, most: int | None = None
) -> list[M]:
    """Return those of `rows` in which `actor` may read what is sealed; each opening is noted.

    As `opening_all` for rows that were not read yet: one query reads them and asks the policy.
    """
    permitted = list(policy.only(actor, action, rows)[:most])
    for record in permitted:
        note(line_for(actor, f"{policy.module}.{action}", record.pk))
    return permitted


def missed(actor: Actor, policy: Policy[M], action: str, name: str) -> NotFound:
    """Note that `actor` asked for `name` in vain, and return what to raise.

    Absent, another's, blocked: same queries, same line, same answer. `name` is well-formed, such as
    a case number; never what someone typed freely.
    """
    note(line_for(actor, f"{policy.module}.{action}", name, refused=True))
    return NotFound(name)


def refused(actor: Actor, policy: Policy[M], action: str, record_id: object) -> Denied:
    """Note that `actor` may not do `action`, asked before anything is shown, and return the error.

    A form that somebody may not send is not shown to them either; asking for it is an attempt.
    """
    note(line_for(actor, f"{policy.module}.{action}", record_id, refused=True))
    return Denied(f"{policy.module}.{action}")


def _permitted(actor: Actor, policy: Policy[M], action: str, record: M) -> Trail:
    """Return the line to write, or note the refusal and raise `Denied`."""
    line = line_for(actor, f"{policy.module}.{action}", record.pk)
    try:
        policy.require(actor, action, record)
    except Denied:
        line.refused = True
        note(line)
        raise
    return line
