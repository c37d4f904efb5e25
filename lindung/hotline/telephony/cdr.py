"""Lines of Asterisk's list of calls (`Master.csv`) as signs: calls that no queue ever saw. Pure.

It tells that a call came and that it is over, and no more: a caller who gave up in the queue stands
there as ANSWERED, and so does a mailbox. Source: HOTLINE section 5, traps; columns of `cdr_csv`
with its newer columns on, recorded from Asterisk 22.9.
"""

import csv
from collections.abc import Callable, Collection

from lindung.hotline.codes.telephony import Source
from lindung.hotline.telephony.signs import Kind, Sign, began_at, is_call, number_of

FROM, CONTEXT, UNIQUE_ID, LINKED_ID = 1, 3, 16, 19


def signs_of(contexts: Collection[str]) -> Callable[[str], list[Sign]]:
    """Return a reader of the lines of calls that arrived in one of `contexts`."""

    def read(line: str) -> list[Sign]:
        try:
            row = next(csv.reader([line], strict=True), [])
        except csv.Error:
            return []
        if len(row) <= LINKED_ID or row[CONTEXT] not in contexts:
            return []
        call = row[LINKED_ID]
        if not is_call(call) or row[UNIQUE_ID] != call:
            return []
        number, at = number_of(row[FROM]), began_at(call)
        came = Sign(Kind.RANG, call, Source.CDR, number=number, at=at, raw=line)
        return [came, Sign(Kind.HUNG_UP, call, Source.CDR)]

    return read
