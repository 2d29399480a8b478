"""What one header text may stand for, by the synonym table, filler words and spelling distance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from kalteng_data.load.words import header_key, header_table, header_words

if TYPE_CHECKING:
    from collections.abc import Iterator

EXACT, FILLED, SPELLED = 1.0, 0.85, 0.7
LEAST_RATIO = 87.0
"""Below it ``nama ibu`` and ``nama ayah`` or ``rt`` and ``rw`` begin to meet."""
LEAST_LENGTH = 6
_LEAST_WORD = 80.0
"""Ratio of two words of one header, below which they are two words: ``bank`` and ``anak``."""
_JOINTS = frozenset({"dan", "atau", "serta"})
_SHORT = 3
"""Letters up to which a word is spelled right or is another one: ``kk`` and ``kks``, ``ibu`` and ``ibt``."""
_ORDERED = frozenset({"rt_rw"})
"""Fields of two values whose header says which comes first."""
_LEGEND = re.compile(
    r"\W*(?<!\w)(?:(?:\d{1,2}|[A-Za-z])\s*=|1\s*[.):-]\s*\w[^\d]*(?<!\w)2\s*[.):-]\s*\w).*$", re.DOTALL
)
"""Codes and their meanings behind the words: ``JK 1=L 2=P``, ``JK 1. Laki-laki 2. Perempuan``."""
_STATUS = frozenset({"status", "statuskk"})
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


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
    # Headers written without blanks (tanggalperkawinan) hold abbreviations that cannot be seen any more.
    for names in (*table["fields"].values(), table["known"]["headers"]):
        for name in names:
            found.setdefault(_joined(name), found[header_key(name)])
    return found


@cache
def _written() -> dict[str, tuple[str, ...]]:
    """The words of each known header by its key."""
    table = header_table()
    named = [(field, *names) for field, names in table["fields"].items()]
    found: dict[str, tuple[str, ...]] = {}
    for name in (*table["known"]["headers"], *(name for names in named for name in names)):
        found.setdefault(header_key(name), header_words(name))
        found.setdefault(_joined(name), header_words(name))
    return found


@cache
def _turned() -> dict[tuple[str, ...], tuple[str | None]]:
    """Fields by the words of their names whatever their order (``village name``), where only one has them."""
    table = header_table()
    named = [(None, name) for name in table["known"]["headers"]]
    named += [(f, name) for f, names in table["fields"].items() if f not in _ORDERED for name in names]
    found: dict[tuple[str, ...], set[str | None]] = {}
    for field, name in named:
        found.setdefault(tuple(sorted(header_words(name))), set()).add(field)
    return {words: (fields.pop(),) for words, fields in found.items() if len(fields) == 1}


def _joined(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _struck(text: str, words: tuple[str, ...]) -> Iterator[str]:
    """The header's key with ever less in it: without brackets, without form words, without any filler."""
    table = header_table()["fillers"]
    outside = header_words(_LEGEND.sub(" ", _BRACKETS.sub(" ", text)))
    if "sesuai" in words:  # ``Nama sesuai KTP/KK``: what it agrees with is no part of its meaning
        yield "".join(words[: words.index("sesuai")])
    yield "".join(outside)
    yield "".join(word for word in outside if word not in table["light"])
    yield "".join(word for word in words if word not in table["light"] and word not in table["words"])


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
    known = next((k for k in (key, _joined(text)) if k in index), None)
    if known is not None:
        return Claim(index[known], EXACT, "synonym")
    again = _said_twice(text) or _other_order(words)
    if again is not None:
        return again
    for kept in _struck(text, words):
        if kept != key and kept in index:
            return Claim(index[kept], FILLED, "filler")
    return _in_brackets(text) or _near(words)


def _near(words: tuple[str, ...]) -> Claim | None:
    """The field of the known header of which this one is a misspelling."""
    key, index = "".join(words), _index()
    if len(key) >= LEAST_LENGTH and not any(c.isdigit() for c in key):
        near = process.extract(key, tuple(index), scorer=fuzz.ratio, score_cutoff=LEAST_RATIO, limit=3)
        alike = next((name for name, *_ in near if _misspelt(words, _written()[name])), None)
        if alike is not None:
            return Claim(index[alike], SPELLED, f"spelling:{alike}")
    return None


def _in_brackets(text: str) -> Claim | None:
    """The field whose own word stands in brackets behind words that tell nothing (``Nomor Induk (NIK)``)."""
    told = {
        found for part in _BRACKETS.findall(text) if (found := _index().get(header_key(part))) is not None
    }
    return Claim(told.pop(), FILLED, "filler") if len(told) == 1 else None


def _misspelt(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether ``words`` are those of a known header with slips of the hand, and no other words.

    A word more or less is no slip, nor is another letter in a short one.
    """
    words, name = (tuple(word for word in said if word not in _JOINTS) for said in (words, name))
    if len(words) != len(name):
        return not (set(words) <= set(name) or set(name) <= set(words)) or 1 in {len(words), len(name)}
    return all(
        one == other or (min(len(one), len(other)) > _SHORT and fuzz.ratio(one, other) >= _LEAST_WORD)
        for one, other in zip(words, name, strict=True)
    )


def _other_order(words: tuple[str, ...]) -> Claim | None:
    """The field of a header whose words stand in another order (``village name``)."""
    turned = _turned().get(tuple(sorted(words))) if len(words) > 1 else None
    return None if turned is None else Claim(turned[0], FILLED, "filler")


def _said_twice(text: str) -> Claim | None:
    """The field of a header that says it in two languages (``Full Name / Nama Lengkap``)."""
    parts = text.split("/")
    if len(parts) != 2:
        return None
    one, two = (claim(part) for part in parts)
    words = header_words(parts[0])
    if two is None and one is not None and len(words) > 1:  # ``Nama Penduduk/Warga``
        two = claim(f"{words[0]} {parts[1]}")
    if one is None or two is None or one.field is None or one.field != two.field:
        return None
    return Claim(one.field, FILLED, "filler")


def is_known(text: str) -> bool:
    """Whether a text is a header of the table as it stands: no filler struck out, no spelling guessed."""
    return len(text) <= 80 and (header_key(text) in _index() or _joined(text) in _index())


def is_ambiguous_status(text: str) -> bool:
    """Whether a header says only ``status``: of marriage, of life, in the family."""
    return header_key(text) in _STATUS
