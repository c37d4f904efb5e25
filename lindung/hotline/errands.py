"""Files that still lie with a channel: fetched until they are here, or a person is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Value

from lindung.core.acting import acting
from lindung.core.actor import MACHINE
from lindung.core.clock import Moment
from lindung.core.frame import frame
from lindung.hotline import contact_moves as moves
from lindung.hotline.codes.hooks import ErrandState
from lindung.hotline.models.hooks import Errand
from lindung.hotline.policy.hooks import ERRANDS
from lindung.hotline.queries import hooks as queries
from lindung.hotline.rules.lines import LEASE, wait_after
from lindung.hotline.services.lines import add_files
from lindung.intake.files import UploadedBytes

if TYPE_CHECKING:
    from lindung.directory.models import Unit

TRIES = 12  # over more than an hour; Meta keeps a file for 30 days
MOST_A_ROUND = 5  # a message never waits for a long row of files


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as its channel knows it."""

    id: str
    mime: str
    sha256: str
    name: str


class Gone(Exception):
    """The file will never come: a code."""


Fetch = Callable[[Wanted], bytes]


def run_errands(unit: "Unit", line_id: UUID, fetch: Fetch) -> int:
    """Fetch what waits. The network stands in no transaction; a file is hung on once."""
    n = 0
    while n < MOST_A_ROUND and _run_one(unit, line_id, fetch):
        n += 1
    return n


def _run_one(unit: "Unit", line_id: UUID, fetch: Fetch) -> bool:
    claimed = _claim(unit, line_id)
    if claimed is None:
        return False
    errand, wanted = claimed
    try:
        content = fetch(wanted)
    except Gone as gone:
        _end(unit, errand, ErrandState.FAILED, str(gone))
    except Exception as error:  # noqa: BLE001  # whatever the network does, the errand is kept
        _later(unit, errand, getattr(error, "code", "") or type(error).__name__)
    else:
        _hang(unit, errand, wanted, content)
    return True


def _claim(unit: "Unit", line_id: UUID) -> tuple[Errand, Wanted] | None:
    with frame(unit.pk):
        due = Errand.objects.filter(line=line_id, state=ErrandState.WAITING, due_at__lte=Moment())
        errand = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if errand is None:
            return None
        with acting(MACHINE, ERRANDS, "run_errand", errand):
            wanted = Wanted(**queries.read_wanted(MACHINE, errand))
            Errand.objects.filter(pk=errand.pk).update(
                n_tries=errand.n_tries + 1, due_at=Moment() + Value(LEASE)
            )
        return errand, wanted


def _hang(unit: "Unit", errand: Errand, wanted: Wanted, content: bytes) -> None:
    """Hang a file on its report and end the errand, both or neither."""
    with frame(unit.pk):
        rows = Errand.objects.select_for_update().filter(pk=errand.pk, state=ErrandState.WAITING)
        if rows.first() is None:
            return  # another fetched it meanwhile
        name = wanted.name or f"berkas{SUFFIX.get(wanted.mime.partition(';')[0].strip(), '')}"
        add_files(MACHINE, errand.raw_id, [UploadedBytes(name, content)])
        _mark(errand, ErrandState.DONE, "")


def _end(unit: "Unit", errand: Errand, state: ErrandState, code: str) -> None:
    with frame(unit.pk):
        _mark(errand, state, code)


def _mark(errand: Errand, state: ErrandState, code: str) -> None:
    Errand.objects.filter(pk=errand.pk).update(state=state, code=code[:40], done_at=Moment())
    moves.tell()


def _later(unit: "Unit", errand: Errand, code: str) -> None:
    n_tries = errand.n_tries + 1
    if n_tries >= TRIES:
        _end(unit, errand, ErrandState.FAILED, code)
        return
    with frame(unit.pk):
        Errand.objects.filter(pk=errand.pk, state=ErrandState.WAITING).update(
            code=code[:40], due_at=Moment() + Value(wait_after(n_tries))
        )


SUFFIX = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "video/mp4": ".mp4",
    "video/3gpp": ".3gp",
    "application/pdf": ".pdf",
}
