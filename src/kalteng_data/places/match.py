"""A written name against a pool of places: one place, or none with the likely ones named.

In: readings of a name and a pool (the villages of a kecamatan, a regency or the province). Out: a ``Match``.
Nothing here knows codes' schemes or frames; each unique pair of pool and name is asked once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from kalteng_data.places.names import Reading, readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Generic first words that many names share: a name's likeness is judged on what follows them.
_GENERIC = ("TUMBANG", "SUNGAI", "MUARA", "PULAU", "TANJUNG", "TELUK", "RANTAU", "KUALA")
_MAX_CANDIDATES = 5


class Match(NamedTuple):
    """What a name came to in a pool.

    ``code`` is set when one place is meant; ``certainty`` is 1 for the official spelling, 0.99 for a spelling
    habit or an old name, less for a slip of the pen; ``candidates`` are the likely codes, best first.
    """

    code: str | None
    certainty: float
    candidates: tuple[str, ...]


NO_MATCH = Match(None, 0.0, ())


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How many slips of the pen are forgiven, by length of the name's own letters.

    ``lengths[k]`` is the least length at which ``k + 1`` slips (insertion, deletion, change, swap) are
    forgiven; ``margin`` is how many more slips the next place must be away.
    """

    lengths: tuple[int, ...]
    margin: int = 2

    def allows(self, slips: int, length: int) -> bool:
        """Whether ``slips`` are forgiven in a name of ``length`` letters."""
        return slips == 0 or (slips <= len(self.lengths) and length >= self.lengths[slips - 1])


WITHIN_KECAMATAN = Tolerance(lengths=(4, 9))
"""About a dozen names: one slip in a name of 4 letters, two from 9 on."""
WITHIN_KABUPATEN = Tolerance(lengths=(7,))
"""About a hundred names: one slip from 7 letters on."""
WITHIN_PROVINCE = Tolerance(lengths=(10,))
"""1,571 names: one slip in 10 letters is the score of 95 below which wrong places were accepted."""


@dataclass(slots=True)
class Pool:
    """Places a name may mean, with their official readings and their other names."""

    official: list[tuple[Reading, str]] = field(default_factory=list)
    others: list[tuple[Reading, str]] = field(default_factory=list)
    _tables: list[dict[tuple[str, tuple[int, ...]], set[str]]] | None = None

    def add(self, code: str, name: str, aliases: Iterable[str] = ()) -> None:
        """Put a place into the pool."""
        self.official.extend((reading, code) for reading in readings(name))
        self.others.extend((reading, code) for alias in aliases for reading in readings(alias))
        self._tables = None

    def _lookups(self) -> list[dict[tuple[str, tuple[int, ...]], set[str]]]:
        if self._tables is None:
            self._tables = [defaultdict(set) for _ in range(4)]
            for offset, side in ((0, self.official), (2, self.others)):
                for reading, code in side:
                    self._tables[offset][reading.plain, reading.numbers].add(code)
                    self._tables[offset + 1][reading.folded, reading.numbers].add(code)
        return self._tables

    def find(self, name: str, tolerance: Tolerance) -> Match:
        """The place that ``name`` means in this pool.

        Order: the official spelling, spelling habits, other names, then slips of the pen within
        ``tolerance``. Numerals are compared exactly. Two places that answer equally well leave the name
        without a place: the candidates say which.
        """
        asked = readings(name)
        if not asked:
            return NO_MATCH
        by_spelling = self._by_spelling(asked)
        return by_spelling or self._by_slips(asked, tolerance)

    def _by_spelling(self, asked: Sequence[Reading]) -> Match | None:
        for step, table in enumerate(self._lookups()):
            keys = [((r.plain, r.folded)[step % 2], r.numbers) for r in asked]
            # The whole as it is written counts before the parts of "A/B" and "A (B)".
            hits = table.get(keys[0]) or set().union(*(table.get(key, set()) for key in keys[1:]))
            if len(hits) == 1:
                certainty = 1.0 if step == 0 else 0.99
                return Match(next(iter(hits)), certainty, tuple(hits))
            if hits:
                return Match(None, 0.0, tuple(sorted(hits)))
        return None

    def _by_slips(self, asked: Sequence[Reading], tolerance: Tolerance) -> Match:
        best: dict[str, tuple[int, int]] = {}
        for reading, code in (*self.official, *self.others):
            for mine in asked:
                found = _slips(mine, reading)
                if found and (code not in best or found < best[code]):
                    best[code] = found
        ranked = sorted(best, key=lambda code: (best[code][0], -best[code][1], code))
        candidates = tuple(ranked[:_MAX_CANDIDATES])
        if not ranked:
            return NO_MATCH
        slips, length = best[ranked[0]]
        apart = len(ranked) == 1 or best[ranked[1]][0] - slips >= tolerance.margin
        if apart and tolerance.allows(slips, length):
            return Match(ranked[0], round(0.98 - 0.04 * slips, 2), candidates)
        return Match(None, 0.0, candidates)


def _slips(mine: Reading, other: Reading) -> tuple[int, int] | None:
    """Slips between two readings and the length they are judged by; ``None`` beyond a likeness of a half."""
    if mine.numbers != other.numbers:
        return None
    left, right = mine.folded, other.folded
    shared = next((word for word in _GENERIC if left.startswith(word) and right.startswith(word)), "")
    own = min(len(left), len(right)) - len(shared)
    if own < 2:
        return None
    # Far enough to see the runner-up that makes a forgiven slip doubtful.
    furthest = max(4, own // 2)
    slips = OSA.distance(left, right, score_cutoff=furthest)
    return (slips, own) if slips <= furthest else None


def likeness(name: str, official: str, aliases: Iterable[str] = ()) -> float:
    """How alike a written name and a place's names are, 0 to 1; 0 when the numerals differ."""
    pairs = [
        (mine, theirs)
        for text in (official, *aliases)
        for theirs in readings(text)
        for mine in readings(name)
        if mine.numbers == theirs.numbers
    ]
    return max((OSA.normalized_similarity(m.folded, t.folded) for m, t in pairs), default=0.0)
