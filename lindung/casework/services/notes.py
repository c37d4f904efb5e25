"""Notes of a case. Those of psychologists and counsel are sealed from everybody else."""

from lindung.casework.codes import NoteKind
from lindung.casework.models import Case, Note
from lindung.casework.policy import POLICY
from lindung.casework.refusals import chosen, refusal
from lindung.core.acting import acting
from lindung.core.actor import Actor
from lindung.core.clock import Moment
from lindung.core.keys import hold_key, new_key
from lindung.core.models import DataKey, KeyKind

ACTIONS = {
    NoteKind.ORDINARY: "write_note",
    NoteKind.PSYCHOLOGIST: "write_psychologist_note",
    NoteKind.LEGAL: "write_legal_note",
}


def write_note(actor: Actor, case: Case, *, words: str, kind: str = NoteKind.ORDINARY) -> Note:
    """Write a note. Its words are never changed; a mistake is corrected by another note.

    Raises:
        RuleBroken: `words_missing`, `choice_unknown`.
    """
    note_kind = chosen(NoteKind, kind, "kind")
    with acting(actor, POLICY, ACTIONS[note_kind], case):
        if not words.strip():
            raise refusal("words_missing")
        return Note.objects.create(
            case=case,
            kind=note_kind,
            written_by=actor.id,
            written_at=Moment(),
            data_key=_key_for(case, note_kind),
            words=words.strip(),
        )


def _key_for(case: Case, kind: NoteKind) -> DataKey:
    """Return the key of the case, or for a sealed note a key of its own, of its own class."""
    if kind == NoteKind.ORDINARY:
        return case.data_key
    key = new_key(KeyKind.SEALED)
    hold_key(key)
    return key
