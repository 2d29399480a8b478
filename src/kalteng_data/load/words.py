"""Header texts made comparable: split into words, abbreviations spelled out.

Sources: the headers of OpenSID, SIAK, SIKS, DTSEN and Prodeskel exports, whose abbreviations these are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from tomllib import loads
from typing import Any

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPACED = re.compile(r"^(?:\w(?:[ .]+|[ ]*/[ ]*)){2,}\w[.]?$")
_NUMBERED = re.compile(
    r"^\s*(?:[Kk][Oo][Ll](?:[Oo][Mm])?\W{0,2}\d{1,2}\s*[.:)-]\s*|[A-Za-z]?\d{3}[a-z]?[.\s]+(?=\D)|[A-Za-z]\d{1,2}_(?=[A-Za-z])|"
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]\)?\s*(?=[^\d\s.].)|"
    r"\d{1,2}\s+(?=[A-Za-z]{2}))"
)
"""A question's or column's number before the words: ``403 NIK``, ``1. NIK``, ``(a) NIK``, ``1 NIK``,
``b1_nik``."""
_BEFORE_LETTERS = re.compile(r"^\s*(?:\(?\d{1,3}[.)]\)?\s*|\(?[A-Za-z][.)]\)?\s+)(?=\w\s?[ ./]\s?\w\b)")
"""The number of a header of letters set apart: ``9. N.I.K``, ``c. N A M A``, ``5. L/P``."""
_TRAILING_NUMBER = re.compile(r"(?:\s*\(\s*-?\d{1,3}\s*\)|\s\d{1,2}\))\s*$")
_POSSESSIVE = re.compile(r"(?i)(?<=[a-z])['\u2019]s\b")
_OTHER = re.compile(r"[^a-z0-9/]+")
_SLASH = re.compile(r"/")


@cache
def header_table() -> dict[str, Any]:
    """The room's own table of abbreviations, fillers, synonyms and layouts."""
    return loads(files(__package__).joinpath("headers.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8192)
def header_words(text: str) -> tuple[str, ...]:
    """Words of a header in lower case, abbreviations expanded: ``TGL_LHR`` is ``("tanggal", "lahir")``.

    A number before (``403 NIK``, ``1. NIK``, ``a) NIK``) and a column number after (``Alamat (12)``) fall
    away, letters set apart (``K O D E``) close up.
    """
    text = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text).strip())
    bare = _BEFORE_LETTERS.sub("", text)
    if _SPACED.match(bare):
        text = _close_up(bare)
    text = _TRAILING_NUMBER.sub("", _NUMBERED.sub("", text))
    plain = _OTHER.sub(" ", _CAMEL.sub(" ", text).lower())
    words = _SLASH.sub(" ", plain).split()
    table = header_table()
    short: dict[str, str] = table["abbreviations"]
    expanded = " ".join(short.get(word, word) for word in words)
    for phrase, meaning in table["phrases"].items():
        if phrase in expanded:
            expanded = re.sub(rf"\b{phrase}\b", meaning, expanded)
    return tuple(expanded.split())


def _close_up(text: str) -> str:
    """Letters set apart, words parted by wider gaps (``N A M A   D E S A``), by a slash, or by nothing."""
    parts = re.split(r" {2,}|[ ]*/[ ]*", text)
    return " ".join(_parted(re.sub(r"[ .]", "", part)) for part in parts)


@cache
def _vocabulary() -> frozenset[str]:
    """The words that headers are made of, abbreviations among them."""
    table = header_table()
    names = [name for names in table["fields"].values() for name in names]
    words = _OTHER.sub(" ", " ".join((*names, *table["known"]["headers"])).lower()).replace("/", " ").split()
    return frozenset(word for word in (*words, *table["abbreviations"]) if len(word) > 1)


def _parted(letters: str) -> str:
    """Letters without gaps as the fewest known words; as they are when they are not made of such words."""
    low, known = letters.lower(), _vocabulary()
    best: list[tuple[str, ...] | None] = [(), *([None] * len(low))]
    for end in range(1, len(low) + 1):
        ways = [
            (*before, low[start:end])
            for start in range(end)
            if (before := best[start]) is not None and low[start:end] in known
        ]
        best[end] = min(ways, key=len, default=None)
    return " ".join(best[-1] or (low,))


def header_key(text: str) -> str:
    """The words joined, so that ``tempatlahir`` and ``Tempat Lahir`` are one."""
    return "".join(header_words(text))
