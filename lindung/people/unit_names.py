"""An index of names in memory: who might be meant, though the name is spelt another way.

It stands for one unit, holds folded names and ids, and lives only in the process that owns it:
nothing of it is ever written down. Distinct words are compared, their lists of people are added
up, and at most 200 candidates are compared whole.

Source: SECURITY.md §5, FRAME.md §8 (a full scan takes 94–258 ms and stalls the process).
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from uuid import UUID

import numpy as np
from rapidfuzz import fuzz, process

from lindung.people.spelling import words_of

MOST_COMPARED = 200
WORDS_ALIKE = 40  # spellings of one word that are followed
WORD_CUTOFF = 70
SHORTEST_HALF = 2  # of a name written together: *Sri*, *Nur*, *Mat*, *Bu*
CUTOFF = 72  # of a whole name; below it a hit is more noise than help
MOST_FRESH = 128  # compared one by one
MOST_CHANGED = 20_000  # packed anew for each 128 changes, a tenth of a second
ID_BYTES = 16
Names = Sequence[tuple[str, ...]]  # the folded names of one person: the name, then aliases


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who might be meant, from 0 to 100."""

    person_id: UUID
    score: float


class UnitNames:
    """The names of one unit's people, as they are now.

    In three layers: a large one that stands, a small one that took over what changed since, and
    the few that changed just now. One thread changes it, others may search meanwhile: each search
    sees one state, old or new.
    """

    def __init__(self, people: Iterable[tuple[UUID, Names]] = ()) -> None:
        self._state = _State(_Packed(people), {}, _Packed(()), {})

    def count(self) -> int:
        """Count the names. It walks over all of them: for a test, never for a question."""
        return sum(len(names) for _, names in self._state.people())

    def change(self, person_id: UUID, names: Names) -> None:
        """Take over the names of a person as they are now; none: the person is gone."""
        state = self._state
        fresh = {**state.fresh, person_id: names}
        self._state = replace(state, fresh=fresh)
        if len(fresh) >= MOST_FRESH:
            self._settle()

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Return who might be meant, the likeliest first, each person once."""
        asked, state = words_of(text), self._state
        best: dict[UUID, float] = {}
        for person_id, words in state.candidates(asked) if asked else ():
            best[person_id] = max(best.get(person_id, 0.0), alike(asked, words))
        hits = [Hit(person_id, round(score, 1)) for person_id, score in best.items()]
        likely = [hit for hit in hits if hit.score >= CUTOFF]
        return sorted(likely, key=lambda hit: (-hit.score, hit.person_id))[:limit]

    def _settle(self) -> None:
        """Let the small layer take over the fresh names; when it has grown, let the large one."""
        state = self._state
        changed = state.changed | state.fresh
        if len(changed) >= MOST_CHANGED:
            self._state = _State(_Packed(state.people()), {}, _Packed(()), {})
        else:
            self._state = replace(state, changed=changed, small=_Packed(changed.items()), fresh={})


@dataclass(frozen=True, slots=True)
class _State:
    """What one search sees."""

    large: "_Packed"
    changed: dict[UUID, Names]  # what `small` holds: it counts, not what `large` says of them
    small: "_Packed"
    fresh: dict[UUID, Names]

    def candidates(self, asked: tuple[str, ...]) -> Iterator[tuple[UUID, tuple[str, ...]]]:
        """Yield names worth comparing whole, as they are now."""
        for person_id, words in self.large.candidates(asked):
            if person_id not in self.changed and person_id not in self.fresh:
                yield person_id, words
        for person_id, words in self.small.candidates(asked):
            if person_id not in self.fresh:
                yield person_id, words
        for person_id, names in self.fresh.items():
            for words in names:
                yield person_id, words

    def people(self) -> Iterator[tuple[UUID, Names]]:
        """Yield everyone with their names as they are now."""
        newer = self.changed | self.fresh
        yield from ((p, names) for p, names in self.large.people() if p not in newer)
        yield from ((p, names) for p, names in newer.items() if names)


def alike(asked: tuple[str, ...], words: tuple[str, ...]) -> float:
    """Say how alike two folded names are, from 0 to 100.

    Each word that was asked for counts by its likeliest counterpart, longer words more; a name
    with words that nobody asked for is a little less likely. Written together or apart is the same.
    """
    if not words:
        return 0.0
    total = sum(len(word) for word in asked)
    each = (
        sum(len(word) * max(fuzz.ratio(word, other) for other in words) for word in asked) / total
    )
    whole = fuzz.token_sort_ratio(" ".join(asked), " ".join(words))
    together = fuzz.ratio("".join(asked), "".join(words))
    return max(0.8 * each + 0.2 * whole, float(together))


class _Packed:
    """Names that do not change: ids, words and posting lists in flat arrays."""

    def __init__(self, people: Iterable[tuple[UUID, Names]]) -> None:
        known: dict[str, int] = {}
        ids, text = bytearray(), bytearray()
        ends, word_of, row_of = array("L"), array("I"), array("I")
        row = 0
        for person_id, names in people:
            for words in names:
                ids += person_id.bytes
                text += " ".join(words).encode()
                ends.append(len(text))
                for word in dict.fromkeys(words):
                    word_of.append(known.setdefault(word, len(known)))
                    row_of.append(row)
                row += 1
        self.n_names = row
        self._ids, self._text = bytes(ids), bytes(text)
        self._ends = np.array(ends, np.uint64)
        self._place_of, self._words = known, list(known)
        self._post(np.array(word_of, np.uint32), np.array(row_of, np.uint32))

    def _post(self, word_of: np.ndarray, row_of: np.ndarray) -> None:
        order = np.argsort(word_of, kind="stable")
        self._rows = row_of[order]
        self._starts = np.searchsorted(word_of[order], np.arange(len(self._words) + 1))

    def people(self) -> Iterable[tuple[UUID, Names]]:
        """Yield what was packed, one name at a time, a person's names side by side."""
        before: UUID | None = None
        names: list[tuple[str, ...]] = []
        for row in range(self.n_names):
            person_id, words = self._at(row)
            if before is not None and person_id != before:
                yield before, names
                names = []
            before = person_id
            names.append(words)
        if before is not None:
            yield before, names

    def candidates(self, asked: tuple[str, ...]) -> list[tuple[UUID, tuple[str, ...]]]:
        """Return the names worth comparing whole: those that share the likeliest words."""
        if not self.n_names:
            return []
        score = np.zeros(self.n_names, np.uint16)
        touched = []
        for word in dict.fromkeys([*_ways_to_write(asked), *self._written_apart(asked)]):
            alike_words = process.extract(
                word, self._words, scorer=fuzz.ratio, limit=WORDS_ALIKE, score_cutoff=WORD_CUTOFF
            )
            for _, likeness, place in alike_words:
                rows = self._rows[self._starts[place] : self._starts[place + 1]]
                score[rows] += np.uint16(likeness)
                touched.append(rows)
        if not touched:
            return []
        rows = np.concatenate(touched)
        if rows.size > MOST_COMPARED:
            most = min(rows.size, MOST_COMPARED * 3)  # a row may stand in it once for each word
            rows = rows[np.argpartition(score[rows], -most)[-most:]]
        rows = np.unique(rows)
        best = rows[np.argsort(-score[rows].astype(np.int32), kind="stable")][:MOST_COMPARED]
        return [self._at(int(row)) for row in best]

    def _written_apart(self, asked: tuple[str, ...]) -> Iterator[str]:
        """Yield both halves of a word that names here have apart: *Nurhasanah*, *Nur Hasanah*."""
        for word in asked:
            for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
                halves = word[:place], word[place:]
                if all(half in self._place_of for half in halves):
                    yield from halves

    def _at(self, row: int) -> tuple[UUID, tuple[str, ...]]:
        begin = int(self._ends[row - 1]) if row else 0
        words = self._text[begin : int(self._ends[row])].decode().split(" ")
        return UUID(bytes=self._ids[row * ID_BYTES : (row + 1) * ID_BYTES]), tuple(words)


def _ways_to_write(asked: tuple[str, ...]) -> Iterable[str]:
    """Return the words that were asked for, and neighbours written together: *Sri Wahyuni*."""
    together = {left + right for left, right in pairwise(asked)}
    return dict.fromkeys([*asked, *sorted(together)])
