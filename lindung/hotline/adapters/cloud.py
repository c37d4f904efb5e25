"""WhatsApp Cloud API in the worker: webhooks are read, files fetched, letters sent."""

import time

from lindung.core.actor import MACHINE
from lindung.core.clock import now
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_id
from lindung.hotline.cloud.graph import Graph, GraphError, Never, NoEntry
from lindung.hotline.cloud.payload import Media
from lindung.hotline.codes.lines import Fault, LetterKind
from lindung.hotline.errands import Gone, Wanted, run_errands
from lindung.hotline.hooks import read_hooks
from lindung.hotline.letters import LineFault, OpenLine, Refused, TryLater
from lindung.hotline.models.hooks import Phrase
from lindung.hotline.queries import hooks as queries
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.rules.window import is_open
from lindung.hotline.services.phrases import refuse_phrase

CHECK_S = 600.0
AFTER_FAULT_S = 30.0


class Cloud:
    """One WhatsApp number of one unit. Messages are read also while Meta does not answer us."""

    def __init__(self, line: OpenLine) -> None:
        given = line.settings
        self._line, self._unit = line, unit_by_id(line.unit_id)
        self._graph = Graph(
            phone_id=str(given.get("phone_id", "")),
            token=str(given.get("token", "")),
            base=str(given.get("graph", "")),
        )
        self._check_at = 0.0
        self._fault: Fault | None = None

    def fetch(self) -> int:
        """Read what webhooks brought, and fetch files."""
        n = read_hooks(self._unit, self._line.line_id)
        self._check()
        n += run_errands(self._unit, self._line.line_id, self._file)
        if self._fault is not None:
            raise LineFault(self._fault)
        return n

    def send(self, parcel: Parcel) -> str:
        """Send words while a talk is open, approved words otherwise."""
        try:
            return self._send(parcel)
        except Never as never:
            raise Refused(never.code) from None
        except GraphError as error:
            self._note(error)
            raise TryLater(error.code) from None

    def close(self) -> None:
        """Let go of the network."""
        self._graph.close()

    def _send(self, parcel: Parcel) -> str:
        tracker = str(parcel.key)
        if parcel.kind == LetterKind.ALARM:
            return self._by_phrase(parcel, self._phrase(""), words=" ".join(parcel.words.split()))
        if parcel.template:
            return self._by_phrase(parcel, self._phrase(parcel.template))
        if not is_open(parcel.last_in_at, now()):
            raise Never("window_closed")
        return self._graph.send_text(parcel.address, parcel.words, tracker=tracker)

    def _by_phrase(self, parcel: Parcel, phrase: Phrase | None, *, words: str = "") -> str:
        if phrase is None:
            raise Never("no_template")
        try:
            return self._graph.send_template(
                parcel.address, phrase.name, phrase.language, words=words, tracker=str(parcel.key)
            )
        except Never as never:
            if never.code.startswith(
                "132"
            ):  # Meta's codes of templates: nobody is offered it again
                with frame(self._line.unit_id):
                    refuse_phrase(MACHINE, phrase, code=never.code)
            raise

    def _phrase(self, name: str) -> Phrase | None:
        with frame(self._line.unit_id):
            if name:
                return queries.phrase_named(self._line.line_id, name)
            return queries.phrase_for_alarms(self._line.line_id)

    def _file(self, wanted: Wanted) -> bytes:
        media = Media(wanted.id, wanted.mime, wanted.sha256, wanted.name)
        try:
            return self._graph.fetch(media)
        except Never as never:
            raise Gone(never.code) from None
        except GraphError as error:
            self._note(error)
            raise

    def _check(self) -> None:
        """Ask Meta now and then whether the key works, so that a dead one is known by day."""
        if time.monotonic() < self._check_at:
            return
        self._fault, rest = None, CHECK_S
        try:
            self._graph.check()
        except GraphError as error:
            self._note(error)
            rest = AFTER_FAULT_S
        self._check_at = time.monotonic() + rest

    def _note(self, error: GraphError) -> None:
        """Remember what is wrong with the line, for the health page, and look again soon."""
        if isinstance(error, NoEntry):
            self._fault = Fault.REFUSED
        elif isinstance(error, Never):
            self._fault = Fault.SETTINGS
        elif error.code in {"ConnectError", "ConnectTimeout", "ReadTimeout"}:
            self._fault = Fault.UNREACHABLE
        if self._fault is not None:
            self._check_at = min(self._check_at, time.monotonic() + AFTER_FAULT_S)
