"""What one header text may stand for, by the synonym table, filler words and spelling distance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from kalteng_data.load.words import header_key, header_table, header_words

EXACT, FILLED, SPELLED = 1.0, 0.85, 0.7
_LEAST_RATIO = 87.0
"""Below it ``nama ibu`` and ``nama ayah`` or ``rt`` and ``rw`` begin to meet."""
_LEAST_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """A header's meaning: ``field`` is ``None`` for a known header that the base dataset does not keep."""

    field: str | None
    confidence: float
    reason: str


@cache
def _index() -> dict[str, str | None]:
    table = header_table()
    found: dict[str, str | None] = {}
    for name in table["known"]["headers"]:
        found[header_key(name)] = None
    for field, names in table["fields"].items():
        for name in (field, *names):
            found.setdefault(header_key(name), field)
            if found[header_key(name)] is None and name == field:
                found[header_key(name)] = field
    return found


@cache
def _fillers() -> frozenset[str]:
    return frozenset(header_table()["fillers"]["words"])


@lru_cache(maxsize=8192)
def claim(text: str) -> Claim | None:
    """What ``text`` stands for, or ``None`` when nothing is known of it.

    Confidence 1.0 for a synonym, 0.85 when filler words had to be struck out, 0.7 for a spelling within
    ``rapidfuzz`` ratio 87 of a synonym. ``status`` alone is left to the content (marriage or life).
    """
    words = header_words(text)
    key = "".join(words)
    index = _index()
    if not key or len(key) > 80:
        return None
    if key in index:
        return Claim(index[key], EXACT, "synonym")
    fillers = _fillers()
    kept = "".join(word for word in words if word not in fillers)
    if kept and kept != key and kept in index:
        return Claim(index[kept], FILLED, "filler")
    if len(key) >= _LEAST_LENGTH and not any(c.isdigit() for c in key):
        near = process.extractOne(key, tuple(index), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
        if near is not None:
            return Claim(index[near[0]], SPELLED, f"spelling:{near[0]}")
    return None


def is_ambiguous_status(text: str) -> bool:
    """Whether a header says only ``status``: of marriage in some layouts, of life in others."""
    return header_key(text) == "status"
