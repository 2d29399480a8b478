"""Errors in names: typing, spelling habits, titles, nicknames, missing last words.

Only the names that are hit (some tenth of the rows) are worked on one by one, each with its own dice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.province.draft import Draft
    from benchmarks.province.families import People
    from benchmarks.province.profiles import Rates

HABITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bMUHAMMAD\b", ("MOHAMMAD", "MUHAMAD", "MOCHAMAD", "MOH.", "MUH.", "MHD.", "M.", "MUHAMMMAD")),
    (r"\bMOHAMMAD\b", ("MUHAMMAD", "MOH.", "M.")),
    (r"\bA(?:K)?HMAD\b", ("AKHMAD", "ACHMAD", "AHMAD", "A.")),
    (r"\bABDUL\b", ("ABD.", "ABDOEL", "ABD")),
    (r"\bSITI\b", ("SITTI", "ST.", "STI", "S.")),
    (r"\bN(?:OO|O|U)R(?=\w| )", ("NOR", "NUR", "NOOR")),
    (r"U", ("OE",)), (r"(?<!D)J(?!J)", ("DJ",)), (r"C(?!H)", ("TJ",)), (r"(?<=[AIUEO])Y(?=[AIUEO])", ("J",)),
    (r"KH", ("H", "K")), (r"SY", ("S", "SJ")), (r"F", ("P", "V")), (r"P(?=[AIUEO])", ("F",)), (r"V", ("F",
    "P")),
    (r"Z", ("J", "S")), (r"DD", ("D",)), (r"LL", ("L",)), (r"MM", ("M",)), (r"SS", ("S",)),
    (r"(?<=[AU])DIN\b", ("DDIN",)),
    (r"IAH\b", ("IYAH",)), (r"IYAH\b", ("IAH",)), (r"TI\b", ("TY",)), (r"I\b", ("IE", "Y")), (r"Y\b", ("I",)),
    (r"TH", ("T",)), (r"KS", ("X",)), (r"'", ("", "`", " ")),
)  # fmt: skip
"""Patterns and the other ways people write them (DOMAIN: Muhammad/Moh., oe/u, tj/c, kh/h, f/p/v ...)."""

_COMPILED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(p), ways) for p, ways in HABITS
)

KEYBOARD = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")


def _beside() -> dict[str, str]:
    """For each letter the keys to its left and right and in the rows above and below."""
    found = {}
    for r, row in enumerate(KEYBOARD):
        for k, letter in enumerate(row):
            near = row[max(0, k - 1) : k] + row[k + 1 : k + 2]
            for other in (r - 1, r + 1):
                if 0 <= other < len(KEYBOARD):
                    near += KEYBOARD[other][k : k + 1]
            found[letter] = near
    return found


BESIDE = _beside()
"""Neighbours of each key on the keyboard."""

BEFORE = ("H.", "DRS.", "IR.", "ALM.", "DR.")
BEHIND = (", S.PD", ", S.SOS", " S.H", ", SE", ", A.MD", ", S.PD.I", " M.M", ", S.AG", " (ALM)")
"""Titles before and behind a name."""


def spoil_names(draft: Draft, people: People, rates: Rates, rng: np.random.Generator) -> None:
    """Put name errors into the rows that are not copied; one kind a row, the total as the table says."""
    dice = rng.random(len(draft))
    free = ~draft.has("copied")
    everyone = np.ones(len(draft), dtype=bool)
    several = np.char.find(draft.name.astype(str), " ") >= 0
    fits_of = {"name_title": people.age()[draft.person] >= 22, "name_last_missing": several}
    start = 0.0
    spilt: list[NDArray[np.int64]] = []
    for kind, make in MAKERS.items():
        end = start + rates.of(kind, draft.level)
        rows = np.flatnonzero(free & (dice >= start) & (dice < end))
        start = end
        fits = fits_of.get(kind, everyone)[rows]
        spilt.append(rows[~fits])
        _rewrite(draft, rows[fits], kind, make, rng)
    # A child has no title and one word has no last: such a row gets a typing error instead.
    _rewrite(draft, np.concatenate(spilt), "name_typo", typing_error, rng)


def _rewrite(draft: Draft, rows: NDArray[np.int64], trap: str, make: Maker, rng: np.random.Generator) -> None:
    written = np.array([make(name, rng) for name in draft.name[rows].tolist()], dtype=object)
    if trap == "name_title":
        women = np.flatnonzero(~draft.male[rows])
        written[women] = [re.sub(r"^H\. ", "HJ. ", name) for name in written[women].tolist()]
    draft.name[rows] = written
    draft.mark(rows, trap)


def typing_error(name: str, rng: np.random.Generator) -> str:
    """One slip anywhere: a key beside, a letter lost, doubled, swapped; a space lost; words swapped."""
    kind = float(rng.random())
    words = name.split(" ")
    if kind < 0.12 and len(words) > 1:
        if kind > 0.08:
            return " ".join([*words[1:], words[0]])
        at = int(rng.integers(1, len(words)))
        return " ".join([*words[: at - 1], words[at - 1] + words[at], *words[at + 1 :]])
    letters = [place for place, letter in enumerate(name) if letter.isalpha()]
    return _letter_error(name, letters[int(rng.integers(0, len(letters)))], kind, rng)


def _letter_error(name: str, at: int, kind: float, rng: np.random.Generator) -> str:
    """The letter at ``at`` as the key beside it, lost, doubled, swapped with the next, or another vowel."""
    letter, behind = name[at], name[at + 1 : at + 2]
    if kind < 0.45:
        near = BESIDE.get(letter, "A")
        return name[:at] + near[int(rng.integers(0, len(near)))] + name[at + 1 :]
    if kind < 0.62 and len(name) > 3:
        return name[:at] + name[at + 1 :]
    if kind < 0.8:
        return name[:at] + letter + name[at:]
    if behind.isalpha() and behind != letter:
        return name[:at] + behind + letter + name[at + 2 :]
    others = "AIUEO".replace(letter, "")
    return name[:at] + others[int(rng.integers(0, len(others)))] + name[at + 1 :]


def spelling_habit(name: str, rng: np.random.Generator) -> str:
    """Another accepted way to write the name; a doubled letter where no habit fits."""
    able = [(p, ways) for p, ways in _COMPILED if p.search(name)]
    for k in rng.permutation(len(able)).tolist():
        pattern, ways = able[k]
        written: str = pattern.sub(ways[int(rng.integers(0, len(ways)))], name, count=1).strip()
        if written not in {"", name}:
            return written
    at = int(rng.integers(1, max(2, len(name))))
    return name[:at] + name[at - 1] + name[at:]


def _title(name: str, rng: np.random.Generator) -> str:
    if rng.random() < 0.6:
        return f"{BEFORE[min(int(rng.exponential(0.9)), len(BEFORE) - 1)]} {name}"
    return name + BEHIND[int(rng.integers(0, len(BEHIND)))]


def _nickname(name: str, rng: np.random.Generator) -> str:
    """What the neighbours say: a later word alone, the end of the first word, or its beginning."""
    words = name.split(" ")
    kind = float(rng.random())
    if len(words) > 1 and kind < 0.4:
        return words[1]
    first = words[0]
    short = (
        first[-4:] if kind < 0.7 and len(first) > 5 else first[:3] + "I" if len(first) > 4 else first + "I"
    )
    return " ".join([short, *words[1:]]) if kind > 0.85 else short


def _without_last(name: str, _rng: np.random.Generator) -> str:
    kept, _, _ = name.rpartition(" ")
    return kept


Maker = Callable[[str, np.random.Generator], str]
"""Writes a name otherwise, with the dice it is given."""

MAKERS: dict[str, Maker] = {
    "name_typo": typing_error,
    "name_spelling": spelling_habit,
    "name_title": _title,
    "name_nickname": _nickname,
    "name_last_missing": _without_last,
}
"""The kinds of error in names, in the order of their dice."""
