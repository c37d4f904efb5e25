"""Rows collected for one statement a table, written in the order their relations need."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from lindung.casework.models import (
    Case,
    CaseParty,
    CaseReport,
    Closing,
    Companion,
    Consent,
    Incident,
    Note,
    PlanLine,
    ServiceRecord,
)
from lindung.core.models import DataKey, Turn
from lindung.demo.rows import insert_many
from lindung.intake.models import Message, Party, Report, Screening
from lindung.people.models import Person, SafeContact

ORDER: tuple[type[models.Model], ...] = (
    DataKey,
    Person,
    SafeContact,
    Report,
    Party,
    Screening,
    Message,
    Case,
    CaseReport,
    CaseParty,
    Companion,
    Incident,
    Consent,
    PlanLine,
    ServiceRecord,
    Note,
    Closing,
    Turn,
)


class Batch:
    """What was invented and is not written yet."""

    def __init__(self) -> None:
        self._rows: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)

    def add(self, *rows: models.Model) -> None:
        """Keep rows for the next writing."""
        for row in rows:
            self._rows[type(row)].append(row)

    def add_all(self, rows: Iterable[models.Model]) -> None:
        """Keep many."""
        self.add(*rows)

    def write(self) -> None:
        """Write everything, in the frame of the unit at work."""
        for model in ORDER:
            insert_many(model, self._rows[model])
        self._rows.clear()
