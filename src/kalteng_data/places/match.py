"""A written name against a pool of places: one place, or none with the likely ones named.

In: readings of a name and a pool (the villages of a kecamatan, a regency or the province). Out: a ``Match``.
Nothing here knows codes' schemes or frames; each unique pair of pool and name is asked once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kalteng_data.places.names import readings, without_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kalteng_data.places.names import Reading

# Generic first words that many names share: a name's likeness is judged on what follows them.
_GENERIC = ("TUMBANG", "SUNGAI", "MUARA", "PULAU", "TANJUNG", "TELUK", "RANTAU", "KUALA")
_MAX_CANDIDATES = 5

_Key: TypeAlias = tuple[str, tuple[int, ...]]


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
    forgiven; ``margin`` is how many more slips the next place must be away. With ``wary`` a right spelling is
    not enough when spelling habits or old names make another place answer too: without a region
    "Pematang Limau" may as well be Pamatang Limau.
    """

    lengths: tuple[int, ...]
    margin: int = 2
    wary: bool = False

    def allows(self, slips: int, length: int) -> bool:
        """Whether ``slips`` are forgiven in a name of ``length`` letters."""
        return slips == 0 or (slips <= len(self.lengths) and length >= self.lengths[slips - 1])


WITHIN_KECAMATAN = Tolerance(lengths=(4, 9))
"""About a dozen names: one slip in a name of 4 letters, two from 9 on."""
WITHIN_KABUPATEN = Tolerance(lengths=(7,), wary=True)
"""About a hundred names: one slip from 7 letters on."""
WITHIN_PROVINCE = Tolerance(lengths=(10,), wary=True)
"""1,571 names: one slip in 10 letters is the score of 95 below which wrong places were accepted."""


@dataclass(slots=True)
class Pool:
    """Places a name may mean, with their official readings and their other names."""

    _spellings: tuple[dict[_Key, set[str]], ...] = field(
        default_factory=lambda: tuple(defaultdict(set) for _ in range(4))
    )
    _by_numbers: dict[tuple[int, ...], tuple[list[str], list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: ([], []))
    )

    def add(self, code: str, name: str, aliases: Iterable[str] = ()) -> None:
        """Put a place into the pool under its official name and its other names."""
        for first, text in ((0, name), *((2, alias) for alias in aliases)):
            for reading in readings(text):
                self._spellings[first][reading.plain, reading.numbers].add(code)
                self._spellings[first + 1][reading.folded, reading.numbers].add(code)
                letters, codes = self._by_numbers[reading.numbers]
                letters.append(reading.folded)
                codes.append(code)
            if glued := without_space(text):
                self._spellings[first][glued.plain, ()].add(code)
                self._spellings[first + 1][glued.folded, ()].add(code)

    def find(self, name: str, tolerance: Tolerance) -> Match:
        """The place that ``name`` means in this pool.

        Order: the official spelling, spelling habits, other names, then slips of the pen within
        ``tolerance``. Numerals are compared exactly. Two places that answer equally well leave the name
        without a place: the candidates say which.
        """
        asked = readings(name)
        if not asked:
            return NO_MATCH
        return self._by_spelling(asked, wary=tolerance.wary) or self._by_slips(asked, tolerance)

    def _by_spelling(self, asked: Sequence[Reading], *, wary: bool) -> Match | None:
        for step, table in enumerate(self._spellings):
            keys = [((r.plain, r.folded)[step % 2], r.numbers) for r in asked]
            # The whole as it is written counts before the parts of "A/B" and "A (B)".
            hits = table.get(keys[0]) or {code for key in keys[1:] for code in table.get(key, set())}
            if wary and hits:
                hits = {code for r in asked for t in (1, 3) for code in self._habits(r, t)}
            if len(hits) == 1:
                return Match(next(iter(hits)), 1.0 if step == 0 else 0.99, tuple(hits))
            if hits:
                return Match(None, 0.0, tuple(sorted(hits)))
        return None

    def _habits(self, reading: Reading, table: int) -> set[str]:
        return self._spellings[table].get((reading.folded, reading.numbers), set())

    def _by_slips(self, asked: Sequence[Reading], tolerance: Tolerance) -> Match:
        best: dict[str, tuple[int, int]] = {}
        for mine in asked:
            letters, codes = self._by_numbers.get(mine.numbers, ([], []))
            # Far enough to see the runner-up that makes a forgiven slip doubtful.
            furthest = max(4, len(mine.folded) // 3)
            near = process.extract(
                mine.folded, letters, scorer=OSA.distance, processor=None, score_cutoff=furthest, limit=None
            )
            for other, slips, at in near:
                if slips and not _may_be_slips(mine.folded, other, int(slips)):
                    continue
                found = (int(slips), -_own_length(mine.folded, other))
                code = codes[at]
                best[code] = min(best.get(code, found), found)
        if not best:
            return NO_MATCH
        ranked = sorted(best, key=lambda code: (best[code], code))
        candidates = tuple(ranked[:_MAX_CANDIDATES])
        slips, length = best[ranked[0]]
        apart = len(ranked) == 1 or best[ranked[1]][0] - slips >= tolerance.margin
        if apart and tolerance.allows(slips, -length):
            return Match(ranked[0], round(0.98 - 0.04 * slips, 2), candidates)
        return Match(None, 0.0, candidates)


def _may_be_slips(left: str, right: str, slips: int) -> bool:
    """Whether two different spellings can be slips of one another at all.

    A letter I more at the end is a numeral written without its space, not a slip. Several slips are believed
    inside a name only: another last word ("Baru", "Barat") is another village.
    """
    if left.rstrip("I") == right.rstrip("I"):
        return False
    return slips == 1 or (left[0] == right[0] and left[-1] == right[-1])


def _own_length(left: str, right: str) -> int:
    """Letters of the shorter name without a generic first word that both share: slips are judged by these."""
    shared = next((word for word in _GENERIC if left.startswith(word) and right.startswith(word)), "")
    return min(len(left), len(right)) - len(shared)


def likeness(name: str, *names: str) -> float:
    """How alike a written name and the names of a place are, 0 to 1; 0 when the numerals differ."""
    pairs = [
        (mine.folded, theirs.folded)
        for text in names
        for theirs in readings(text)
        for mine in readings(name)
        if mine.numbers == theirs.numbers
    ]
    return max((OSA.normalized_similarity(mine, theirs) for mine, theirs in pairs), default=0.0)
