"""The one owner of the name index: reads the names, follows changes, answers over a socket.

Two threads beside the worker's loop. Only the house's own account reaches the socket, and only one
process owns it: a second worker waits.
"""

import fcntl
import json
import logging
import os
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingMixIn, UnixStreamServer
from uuid import UUID

from django.conf import settings
from django.db import connection

from lindung.core.frame import frame
from lindung.directory.queries import units_and_practice
from lindung.people.name_index import changed_since, database_now, names_of, names_of_unit
from lindung.people.names import CHANNEL, EVERYBODY, MOST_BYTES, socket_path
from lindung.people.unit_names import UnitNames

log = logging.getLogger(__name__)
SWEEP_EVERY_S = 60.0
HEAR_S = 0.5
AFTER_FAILURE_S = 1.0
MOST_HITS = 100
MOST_ONE_BY_ONE = 5_000  # who changed at once; more were loaded in bulk
PEER = struct.Struct("3i")  # pid, uid, gid


class NameKeeper:
    """Owns the names of all units while the worker runs."""

    def __init__(self) -> None:
        self.names: dict[UUID, UnitNames] = {}
        self.ready: set[UUID] = set()
        self._whole = False  # every unit was read once
        self._read_at: dict[UUID, datetime] = {}
        self._stop = threading.Event()
        self._server: _Server | None = None
        self._reader = threading.Thread(target=self._own, name="names", daemon=True)

    def start(self) -> None:
        """Begin to read, beside whatever else the process does."""
        if settings.ROOT_KEY_FILE:
            self._reader.start()

    def stop(self) -> None:
        """Stop answering and reading."""
        self._stop.set()
        if self._reader.is_alive():
            self._reader.join(timeout=HEAR_S * 4)

    def answer(self, question: dict[str, object]) -> dict[str, object]:
        """Answer one question: who might be meant in a unit, or how far the reading is."""
        if "unit" not in question:
            return {
                "state": "ready" if self._whole and self.ready >= set(self.names) else "building"
            }
        unit_id = UUID(str(question["unit"]))
        names = self.names.get(unit_id)
        limit = min(int(str(question.get("limit", 20))), MOST_HITS)
        hits = [] if names is None else names.search(str(question.get("text", "")), limit)
        return {
            "state": "ready" if unit_id in self.ready else "building",
            "hits": [[str(hit.person_id), hit.score] for hit in hits],
        }

    def _own(self) -> None:
        """Become the owner, and stay it: whatever fails is tried again."""
        while not self._stop.is_set():
            try:
                with _alone(), self._answering():
                    self.follow()
            except Exception as error:  # noqa: BLE001  # the database restarts, the lock is taken
                if not isinstance(error, BlockingIOError):
                    log.error("name index: %s", type(error).__name__)
                connection.close()
                self._stop.wait(AFTER_FAILURE_S)
        connection.close()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        place = socket_path()
        _make_private(place.parent)
        place.unlink(missing_ok=True)
        with _Server(os.fsdecode(place), self) as server:
            place.chmod(0o600)
            threading.Thread(target=server.serve_forever, name="asked", daemon=True).start()
            try:
                yield
            finally:
                server.shutdown()
                place.unlink(missing_ok=True)

    def follow(self) -> None:
        """Read everything once, then what changes: told by a notice, or found by a sweep."""
        listening = connection.copy()
        try:
            listening.ensure_connection()
            listening.cursor().execute(f"listen {CHANNEL}")
            swept = 0.0
            while not self._stop.is_set():
                if time.monotonic() - swept > SWEEP_EVERY_S:
                    self.sweep()
                    swept = time.monotonic()
                self._hear(listening.connection.notifies(timeout=HEAR_S))
        finally:
            listening.close()

    def sweep(self) -> None:
        """Read new units whole, and of the others whoever changed since the last look."""
        known = units_and_practice()
        for gone in self.ready - {unit.id for unit in known}:
            self.ready.discard(gone)
            self.names.pop(gone, None)
        for unit in known:
            if self._stop.is_set():
                return
            if unit.id in self.ready:
                changed, moment = changed_since(
                    unit.id, self._read_at[unit.id], most=MOST_ONE_BY_ONE + 1
                )
                self._read_at[unit.id] = moment
                self.refresh(unit.id, set(changed))
            else:
                self._read_whole(unit.id)
        self._whole = True

    def refresh(self, unit_id: UUID, person_ids: set[UUID]) -> None:
        """Read some people of a unit again."""
        if not person_ids or unit_id not in self.ready:
            return  # a unit that is not ready yet will be read whole
        if len(person_ids) > MOST_ONE_BY_ONE:
            self._read_whole(unit_id)
            return
        for person_id, names in names_of(unit_id, person_ids):
            self.names[unit_id].change(person_id, names)

    def _read_whole(self, unit_id: UUID) -> None:
        self.names.setdefault(unit_id, UnitNames())
        with frame(unit_id):
            began = database_now()
        self.names[unit_id] = UnitNames(names_of_unit(unit_id))
        self._read_at[unit_id] = began
        self.ready.add(unit_id)

    def _hear(self, notices: Iterator[object]) -> None:
        told: defaultdict[UUID, set[UUID]] = defaultdict(set)
        whole: set[UUID] = set()
        for notice in notices:
            unit, _, person = str(getattr(notice, "payload", "")).partition(" ")
            with suppress(ValueError):  # said by something that is not `tell_index`
                if person == EVERYBODY:
                    whole.add(UUID(unit))
                else:
                    told[UUID(unit)].add(UUID(person))
        self.ready -= whole
        for unit_id in whole:
            self._read_whole(unit_id)
        for unit_id in told.keys() - whole:
            self.refresh(unit_id, told[unit_id])


class _Server(ThreadingMixIn, UnixStreamServer):
    """Answers processes of the same account, one question a connection."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, place: str, keeper: NameKeeper) -> None:
        self.keeper = keeper
        super().__init__(place, _Question)

    def verify_request(self, request: object, client_address: object) -> bool:
        """Let in only our own account, as the kernel tells it."""
        if not isinstance(request, socket.socket):
            return False
        said = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, PEER.size)
        return bool(PEER.unpack(said)[1] == os.geteuid())

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep silent: an error's text would quote the name that was asked for."""


class _Question(StreamRequestHandler):
    timeout = 2

    def handle(self) -> None:
        server = self.server
        if isinstance(server, _Server):
            question = json.loads(self.rfile.readline(MOST_BYTES))
            self.wfile.write(json.dumps(server.keeper.answer(question)).encode())


def _make_private(folder: Path) -> None:
    """Make the socket's folder ours alone, or refuse one that is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.geteuid() or status.st_mode & 0o077:
        raise PermissionError(folder)


@contextmanager
def _alone() -> Iterator[None]:
    """Be the one owner, or raise `BlockingIOError`. A process that dies lets go by itself."""
    place = socket_path().with_suffix(".lock")
    _make_private(place.parent)
    held = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(held)
