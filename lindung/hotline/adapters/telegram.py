"""Telegram in the worker: asked again and again; the offset moves only after the commit."""

import logging

from django.db import InterfaceError, OperationalError
from django.utils import translation

from lindung.core.actor import MACHINE
from lindung.core.frame import frame
from lindung.directory.queries import unit_by_id
from lindung.hotline.cloud.graph import GraphError, Never, NoEntry
from lindung.hotline.cloud.payload import Kind, Said
from lindung.hotline.cloud.words import words_of
from lindung.hotline.codes.lines import Fault
from lindung.hotline.errands import Gone, Wanted, run_errands
from lindung.hotline.incoming import Incoming
from lindung.hotline.letters import LineFault, OpenLine, Refused, TryLater
from lindung.hotline.models.lines import ChannelLine
from lindung.hotline.queries.lines import Parcel
from lindung.hotline.rules.numbers import read_number
from lindung.hotline.services.hooks import want_files
from lindung.hotline.services.lines import hear
from lindung.hotline.telegram import updates
from lindung.hotline.telegram.bot import Bot
from lindung.intake.codes import Channel

log = logging.getLogger(__name__)


class Telegram:
    """One bot of one unit."""

    def __init__(self, line: OpenLine) -> None:
        self._line, self._unit = line, unit_by_id(line.unit_id)
        given = line.settings
        self._bot = Bot(token=str(given.get("token", "")), base=str(given.get("base", "")))

    def fetch(self) -> int:
        """Write down what came, then fetch files."""
        try:
            found = self._bot.updates(self._offset())
        except NoEntry:
            raise LineFault(Fault.REFUSED) from None
        except GraphError as error:
            settings = error.code == "409" or isinstance(error, Never)
            raise LineFault(Fault.SETTINGS if settings else Fault.UNREACHABLE) from None
        for one in found:
            update = updates.read(one)
            if update is None:
                raise LineFault(Fault.BROKEN)
            self._take(update)
        return len(found) + run_errands(self._unit, self._line.line_id, self._file)

    def send(self, parcel: Parcel) -> str:
        """Send words, in pieces where they are long."""
        name = ""
        try:
            for part in updates.parts_of(parcel.words):
                name = self._bot.send(parcel.address, part)
        except Never as never:
            raise Refused(never.code) from None
        except GraphError as error:
            raise TryLater(error.code) from None
        return f"{parcel.address}/{name}"

    def close(self) -> None:
        """Let go of the network."""
        self._bot.close()

    def _offset(self) -> int:
        with frame(self._unit.pk):
            cursor = ChannelLine.objects.values_list("cursor", flat=True).get(pk=self._line.line_id)
        return int(cursor) if cursor.isdigit() else 0

    def _take(self, update: updates.Update) -> None:
        """Write one message and move the offset, both or neither."""
        try:
            self._write(update, update.said)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001  # one odd message must not hold up the others
            log.error("message of telegram: %s", type(error).__name__)
            said = update.said
            bare = said and Said(wamid=said.wamid, kind=Kind.UNKNOWN, user_id=said.user_id)
            self._write(update, bare)

    def _write(self, update: updates.Update, said: Said | None) -> None:
        with frame(self._unit.pk):
            if said is not None:
                with translation.override("id"):
                    words = words_of(said)
                heard = hear(
                    MACHINE,
                    self._unit,
                    Incoming(
                        channel=Channel.TELEGRAM,
                        outside_id=said.wamid,
                        address=said.user_id,
                        words=words,
                        raw=said.raw,
                        name=said.name,
                        phone=(read_number(update.phone) or "") if update.phone else "",
                    ),
                )
                if not heard.repeated:
                    want_files(MACHINE, heard.raw_id, self._line.line_id, said.media)
            rows = ChannelLine.objects.filter(pk=self._line.line_id)
            rows.update(cursor=str(update.number + 1))

    def _file(self, wanted: Wanted) -> bytes:
        try:
            return self._bot.file(wanted.id)
        except Never as never:
            raise Gone(never.code) from None
