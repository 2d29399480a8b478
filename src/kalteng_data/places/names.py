"""Spellings of place names, folded until only real differences remain.

In: one name as somebody wrote it. Out: its readings, each a word sequence without kind, abbreviations and
numerals, a stricter and a looser key, and the numerals apart, for they are compared exactly.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Reading(NamedTuple):
    """One way to read a written name.

    ``plain`` is the name's letters without spaces, ``folded`` the same after the spelling habits of
    ``fold``, ``numbers`` its numerals in order (``2`` for II, 2 and Dua).
    """

    plain: str
    folded: str
    numbers: tuple[int, ...]


# Abbreviations that stand anywhere in a name. The generic words of the province's names and the directions.
_ABBREVIATIONS = {
    "TBG": "TUMBANG", "TB": "TUMBANG", "TMB": "TUMBANG", "TMBG": "TUMBANG", "TUMB": "TUMBANG",
    "SEI": "SUNGAI", "SAI": "SUNGAI", "SUNGEI": "SUNGAI", "SG": "SUNGAI", "SNG": "SUNGAI", "SUNGAY": "SUNGAI",
    "TLK": "TELUK", "TL": "TELUK", "TJ": "TANJUNG", "TJG": "TANJUNG", "TG": "TANJUNG", "TANJ": "TANJUNG",
    "TNJ": "TANJUNG", "PL": "PULAU", "PLU": "PULAU", "GN": "GUNUNG", "GNG": "GUNUNG", "BT": "BATU",
    "BKT": "BUKIT", "DN": "DANAU", "KRG": "KARANG", "HLR": "HILIR", "HLU": "HULU", "UTR": "UTARA",
    "SLT": "SELATAN", "SEL": "SELATAN", "BRT": "BARAT", "BAR": "BARAT", "TMR": "TIMUR", "TIM": "TIMUR",
    "TGH": "TENGAH", "TENG": "TENGAH", "BR": "BARU", "KOTIM": "KOTAWARINGINTIMUR",
    "KOBAR": "KOTAWARINGINBARAT", "BARSEL": "BARITOSELATAN", "BARUT": "BARITOUTARA", "BARTIM": "BARITOTIMUR",
    "GUMAS": "GUNUNGMAS", "PULPIS": "PULANGPISAU", "MURA": "MURUNGRAYA",
}  # fmt: skip
# Abbreviations that are a word of their own elsewhere and are read so only at the front of a longer name.
_LEADING = {"MA": "MUARA", "MR": "MUARA", "M": "MUARA", "S": "SUNGAI", "P": "PULAU", "K": "KUALA"}
_INNER = {"S"}
# "SeiPasah", "TbgLapan": abbreviations that begin no word, written without their space.
_GLUED = re.compile(r"^(SEI|TBG|TLK|TJG)([A-Z]{3,})$")
_KINDS = frozenset(
    {"DESA", "DS", "DES", "KELURAHAN", "KEL", "UPT", "KECAMATAN", "KEC", "KABUPATEN", "KAB", "KOTA"}
)
_KINDS_BUT_KOTA = _KINDS - {"KOTA"}
_WORDS_OF_NUMBER = {"SATU": 1, "DUA": 2, "TIGA": 3, "EMPAT": 4, "LIMA": 5}
_ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11,
    "XII": 12, "XIII": 13, "XIV": 14, "XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20,
}  # fmt: skip

_REMEMBERED = 1 << 17
_QUOTES = re.compile(r"['`\u2018\u2019\u00b4\"]")
_RIVER = re.compile(r"\bSEI\.?\s*/\s*SUNGAI\b|\bSUNGAI\s*/\s*SEI\b\.?")
# "Sarapat (ex Harara)" is Sarapat today; Harara may be another village by now.
_FORMER = re.compile(r"\(\s*(?:EX|EKS|DAHULU|DULU|DH)\b[^)]*\)?")
_ASIDE = re.compile(r"\(\s*(?:DESA|KELURAHAN|KEL|UPT|KOTA|KAB|KABUPATEN|KEC|KECAMATAN)\.?\s*\)")
_PARTS = re.compile(r"[/()\[\]]")
# "2009 - TUMBANG MALAHOI": the end of the village's code, or all of it, before its name.
_CODED = re.compile(r"^\W*(?:\d{4}|\d\d\.?\d\d\.?\d\d\.?\d{4})\W+(?=[A-Z]{3})")
_TOKENS = re.compile(r"[A-Z]+|[0-9]+")
_GLUED_ROMAN = re.compile(r"^([A-Z]{3,}?)(III|II)$")
_DOUBLED = re.compile(r"(.)\1+")
# Habits of spelling, in this order: old Dutch spelling, aspirated consonants, then vowels and i/y.
_HABITS = (("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("BH", "B"), ("DH", "D"), ("KH", "K"), ("TH", "T"))
_LETTERS = str.maketrans({"E": "A", "O": "U", "Y": "I", "V": "P", "F": "P", "Z": "J"})


@lru_cache(_REMEMBERED)
def fold(letters: str) -> str:
    """Upper-case ``letters`` after the spelling habits: vowels, i/y, f/p/v, old spelling, doubles.

    Repeated until nothing changes, for one habit may uncover another (``BHH``).
    """
    folded = letters
    for old, new in _HABITS:
        folded = folded.replace(old, new)
    folded = _DOUBLED.sub(r"\1", folded.translate(_LETTERS))
    return folded if folded == letters else fold(folded)


def upper(text: str) -> str:
    """Upper case without accents and quotation marks, compatibility characters and spaces made plain."""
    ascii_text = (
        text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    )
    return _QUOTES.sub("", ascii_text.upper()).strip()


def _reading(tokens: list[str]) -> Reading | None:
    words: list[str] = []
    numbers: list[int] = []
    for position, token in enumerate(tokens):
        if token.isdigit():
            numbers.append(int(token))
        elif position and token in _ROMAN:
            numbers.append(_ROMAN[token])
        elif position and position == len(tokens) - 1 and token in _WORDS_OF_NUMBER:
            numbers.append(_WORDS_OF_NUMBER[token])
        elif token.endswith("II") and (glued := _GLUED_ROMAN.match(token)):
            words.append(glued[1])
            numbers.append(_ROMAN[glued[2]])
        elif len(tokens) - position > 1 and token in _LEADING and (token in _INNER or not words):
            words.append(_LEADING[token])
        elif short := _GLUED.match(token):
            words.extend((_ABBREVIATIONS[short[1]], short[2]))
        else:
            words.append(_ABBREVIATIONS.get(token, token))
    plain = "".join(words)
    if not plain:
        return None
    return Reading(plain, fold(plain), tuple(numbers))


def _without(tokens: list[str], kinds: frozenset[str]) -> list[str]:
    start = 0
    while start < len(tokens) and tokens[start] in kinds:
        start += 1
    return tokens[start:]


def without_space(official: str) -> Reading | None:
    """``Pangkalan Tiga`` as the one word ``PANGKALANTIGA``, which hides the numeral; None without a numeral.

    To be compared exactly only: between two such words the numeral would look like a slip.
    """
    tokens = _without(_TOKENS.findall(upper(official)), _KINDS_BUT_KOTA)
    if len(tokens) < 2 or tokens[-1] not in _WORDS_OF_NUMBER:
        return None
    plain = "".join(tokens)
    return Reading(plain, fold(plain), ())


@lru_cache(_REMEMBERED)
def readings(text: str) -> tuple[Reading, ...]:
    """All readings of a written name, the likeliest first; empty where no letter is left.

    ``Pasar Panas/Taniran`` reads as the whole, as ``Pasar Panas`` and as ``Taniran``; ``Kota Baru`` with and
    without the word that may be its kind. Sources: the lists of BPS, Kemendagri and Kemendesa.
    """
    written = upper(text)
    if "/" in written or "(" in written:  # most names hold neither, and this is asked thousands of times
        written = _ASIDE.sub(" ", _FORMER.sub(" ", _RIVER.sub("SUNGAI", written)))
    pieces = [written, *(_PARTS.split(written) if _PARTS.search(written) else ())]
    if (coded := _CODED.match(written)) is not None:
        pieces.append(written[coded.end() :])
    found: list[Reading] = []
    for piece in pieces:
        tokens = _TOKENS.findall(piece)
        # "Kota" may be a kind (Kota Palangkaraya) or a part of the name (Kota Baru): read with it first.
        whole = _without(tokens, _KINDS_BUT_KOTA)
        for candidate in (whole, _without(whole, _KINDS)) if whole[:1] == ["KOTA"] else (whole,):
            reading = _reading(candidate)
            if reading and len(reading.plain) > 2 and reading not in found:
                found.append(reading)
    return tuple(found)
