"""Errors in names: typing, spelling habits, titles, nicknames, missing last words.

Only the names that are hit (some tenth of the rows) are worked on one by one, each with its own dice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

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
    (r"KH", ("H", "K")), (r"SY", ("S", "SJ")), (r"F", ("P", "V")), (r"P(?=[AIUEO])", ("F",)), (r"V", ("F", "P")),
    (r"Z", ("J", "S")), (r"DD", ("D",)), (r"LL", ("L",)), (r"MM", ("M",)), (r"SS", ("S",)), (r"(?<=[AU])DIN\b", ("DDIN",)),
    (r"IAH\b", ("IYAH",)), (r"IYAH\b", ("IAH",)), (r"TI\b", ("TY",)), (r"I\b", ("IE", "Y")), (r"Y\b", ("I",)),
    (r"TH", ("T",)), (r"KS", ("X",)), (r"'", ("", "`", " ")),
)  # fmt: skip
"""Patterns and the other ways people write them (DOMAIN: Muhammad/Moh., oe/u, tj/c, kh/h, f/p/v ...)."""

_COMPILED = tuple((re.compile(p), ways) for p, ways in HABITS)

BESIDE = dict(
    zip(
        "QWERTYUIOPASDFGHJKLZXCVBNM",
        "WA QES WRD ETF RYG TUH YIJ UOK IPL OL QSZ AWDX SEFC DRGV FTHB GYJN HUKM JIL KOP AXS ZCD XVF CBG VNH BMJ NJK".split(),
        strict=True,
    )
)
"""Neighbours of each key on the keyboard."""

BEFORE_MAN, BEFORE_WOMAN = ("H.", "DRS.", "IR.", "ALM.", "DR."), ("HJ.", "DRA.", "ALMH.", "HJ.", "DR.")
BEHIND = (", S.PD", ", S.SOS", " S.H", ", SE", ", A.MD", ", S.PD.I", " M.M", ", S.AG", " (ALM)")
"""Titles before and behind a name."""


def spoil_names(draft: Draft, people: People, rates: Rates, rng: np.random.Generator) -> None:
    """Put name errors into the rows that are not copied; one kind a row, the total as the table says."""
    dice = rng.random(len(draft))
    free = ~draft.has("copied")
    start = 0.0
    adult = people.age()[draft.person] >= 22
    single = np.char.find(draft.name.astype(str), " ") < 0
    makers: dict[str, tuple[Callable[[str, np.random.Generator], str], NDArray[np.bool_]]] = {
        "name_typo": (typing_error, np.ones(len(draft), dtype=bool)),
        "name_spelling": (spelling_habit, np.ones(len(draft), dtype=bool)),
        "name_title": (_title, adult),
        "name_nickname": (_nickname, np.ones(len(draft), dtype=bool)),
        "name_last_missing": (_without_last, ~single),
    }
    spilt: list[NDArray[np.int64]] = []
    for kind, (make, fits) in makers.items():
        end = start + rates.of(kind, draft.level)
        rows = np.flatnonzero(free & (dice >= start) & (dice < end))
        start = end
        spilt.append(rows[~fits[rows]])
        rows = rows[fits[rows]]
        if kind == "name_title":
            draft.name[rows] = [
                _title(v, rng, male=bool(m)) for v, m in zip(draft.name[rows], draft.male[rows], strict=True)
            ]
        else:
            draft.name[rows] = [make(v, rng) for v in draft.name[rows].tolist()]
        draft.mark(rows, kind)
    # A child has no title and one word has no last: such a row gets a typing error instead.
    rows = np.concatenate(spilt)
    draft.name[rows] = [typing_error(v, rng) for v in draft.name[rows].tolist()]
    draft.mark(rows, "name_typo")


def typing_error(name: str, rng: np.random.Generator) -> str:
    """One slip anywhere: a key beside, a letter lost, doubled, swapped; a space lost; words in another order."""
    kind = float(rng.random())
    words = name.split(" ")
    if kind < 0.08 and len(words) > 1:
        at = int(rng.integers(1, len(words)))
        return " ".join([*words[: at - 1], words[at - 1] + words[at], *words[at + 1 :]])
    if kind < 0.12 and len(words) > 1:
        return " ".join([*words[1:], words[0]])
    places = [i for i, c in enumerate(name) if c.isalpha()]
    at = places[int(rng.integers(0, len(places)))]
    letter = name[at]
    if kind < 0.45:
        near = BESIDE.get(letter, "A")
        return name[:at] + near[int(rng.integers(0, len(near)))] + name[at + 1 :]
    if kind < 0.62 and len(name) > 3:
        return name[:at] + name[at + 1 :]
    if kind < 0.8:
        return name[:at] + letter + name[at:]
    if at + 1 < len(name) and name[at + 1].isalpha() and name[at + 1] != letter:
        return name[:at] + name[at + 1] + letter + name[at + 2 :]
    vowels = "AIUEO"
    other = vowels[int(rng.integers(0, 5))]
    return name[:at] + (other if other != letter else "E" if letter != "E" else "I") + name[at + 1 :]


def spelling_habit(name: str, rng: np.random.Generator) -> str:
    """Another accepted way to write the name; a doubled letter where no habit fits."""
    able = [(p, ways) for p, ways in _COMPILED if p.search(name)]
    for k in rng.permutation(len(able)).tolist():
        pattern, ways = able[k]
        written = pattern.sub(ways[int(rng.integers(0, len(ways)))], name, count=1).strip()
        if written not in {"", name}:
            return written
    at = int(rng.integers(1, max(2, len(name))))
    return name[:at] + name[at - 1] + name[at:]


def _title(name: str, rng: np.random.Generator, *, male: bool = True) -> str:
    if rng.random() < 0.6:
        before = BEFORE_MAN if male else BEFORE_WOMAN
        return f"{before[min(int(rng.exponential(0.9)), len(before) - 1)]} {name}"
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
    return name.rsplit(" ", 1)[0]
