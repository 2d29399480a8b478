"""Columns whose header nobody knows, told by their cells alone where these leave no doubt.

A clerk's own word over a column of names would otherwise cost every person of the list the name. Only a field
that no other column claims is given, only to a single candidate, and ``inspect`` shows the lower confidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from kalteng_data.load.placenames import share_known
from kalteng_data.load.words import header_words
from kalteng_data.model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl

    from kalteng_data.load.content import Profile

_SURE = 0.6
_SELDOM, _NAMESAKES = 0.6, 0.3
"""Least share of different texts among names."""
_NEARLY_ALL, _AMONG_HEADINGS = 0.8, 0.5
"""Least share of filled cells of names; heading lines of small families leave a third of them blank."""
_UNKNOWN = frozenset({"unknown", "content-differs"})
_WOMEN = 0.05
"""Least share of women, and of men, among the NIKs of a list of people."""
_OF_NIKS = frozenset({"nik", "ktp", "identitas", "kependudukan"})
_KIN = frozenset({"ayah", "ibu", "suami", "istri", "kepala", "orang", "wali"})
_OF_CARDS = frozenset({"keluarga", "kk", "kartu"})
_BUILT = 0.5
"""Least share of the numbers with an area and a date: cards of banks and of aid have sixteen digits too."""
_OF_BIRTH = frozenset({"lahir", "kelahiran"})
_OF_HOMES = frozenset({"domisili", "wilayah", "kampung", "kelurahan"})
_ELSEWHERE = frozenset(
    {"asal", "tujuan", "lahir", "posyandu", "puskesmas", "kerja", "jabatan", "baru", "lama"}
)
_VILLAGES = 0.8
"""Least share of known villages."""
_NEAR_VILLAGE = 85.0
"""Ratio of a word to ``desa`` with one letter missing."""
_OF_PEOPLE = frozenset({"nik", "tanggal_lahir", "ttl", "umur", "jenis_kelamin", "shdk"})
_OF_ONE_PERSON = _OF_PEOPLE - {"nik"}


def by_content(columns: Sequence[Column], seen: Mapping[int, Profile]) -> list[Column]:
    """The columns, with fields given to unknown ones by what their cells look like.

    Args:
        columns: every column of the table; those without field and of unknown header are candidates.
        seen: what the cells of each column (by ``Column.index``) look like.
    """
    settled = list(columns)
    for field, fits in _RULES:
        taken = {c.field for c in settled}
        likely = [c for c in settled if c.field is None and c.reason in _UNKNOWN and fits(c, seen[c.index])]
        if field in taken or not likely or not _expected(field, taken):
            continue
        # Names of other people may stand beside the person's: the header then has to say which are names.
        if field == "nama" and len(likely) > 1:
            likely = [
                c for c in likely if "nama" in (words := set(header_words(c.header))) and not words & _KIN
            ]
        if len(likely) == 1:
            chosen = likely[0]
            settled[settled.index(chosen)] = Column(chosen.index, chosen.header, field, _SURE, "content")
    return settled


def with_villages(columns: Sequence[Column], sample: pl.DataFrame) -> list[Column]:
    """The columns, an unknown one of known villages being that of the village where its header hints at it.

    Names of villages alone tell nothing: places of birth, health centres and schools bear them too.
    """
    settled = list(columns)
    taken = {c.field for c in settled}
    if {"desa", "kode_desa"} & taken or not {"nama", "nik", "nama_kepala_keluarga"} & taken:
        return settled
    likely = [
        c
        for c in settled
        if c.field is None
        and c.reason in _UNKNOWN
        and _hints_at_village(c.header)
        and share_known("desa", sample.get_column(str(c.index))) > _VILLAGES
    ]
    if len(likely) == 1:
        chosen = likely[0]
        settled[settled.index(chosen)] = Column(chosen.index, chosen.header, "desa", _SURE, "content")
    return settled


def _hints_at_village(header: str) -> bool:
    words = header_words(header)
    if _ELSEWHERE & set(words):
        return False
    return any(
        word in _OF_HOMES or "desa" in word or fuzz.ratio(word, "desa") >= _NEAR_VILLAGE for word in words
    )


def _expected(field: str, taken: set[str | None]) -> bool:
    """Whether a table with the fields ``taken`` is one in which ``field`` must stand somewhere."""
    match field:
        case "nik":
            return True
        case "nama":
            wanted = _OF_ONE_PERSON if "nama_kepala_keluarga" in taken else _OF_PEOPLE | {"no_kk"}
            return bool(wanted & taken)
        case _:
            return bool({"nama", "nik"} & taken)


def _is_nik(column: Column, seen: Profile) -> bool:
    """16-digit values that do not repeat, some of them of women: not cards, not mothers."""
    if seen.identity <= 0.8 or seen.unique <= 0.9 or _KIN & set(header_words(column.header)):
        return False
    return _WOMEN < seen.woman < 1 - _WOMEN or bool(_OF_NIKS & set(header_words(column.header)))


def _is_card(column: Column, seen: Profile) -> bool:
    """16-digit values under a word for the family or its card."""
    built = seen.built > _BUILT * seen.identity
    return seen.identity > 0.8 and built and bool(_OF_CARDS & set(header_words(column.header)))


def _is_birth(column: Column, seen: Profile) -> bool:
    return "lahir" in "".join(header_words(column.header)) and seen.date > 0.5


def _is_place_and_birth(column: Column, seen: Profile) -> bool:
    return "lahir" in "".join(header_words(column.header)) and seen.born > 0.5


def _is_birthplace(column: Column, seen: Profile) -> bool:
    return set(header_words(column.header)) <= _OF_BIRTH and seen.name > 0.8


def _is_sex(_: Column, seen: Profile) -> bool:
    """Both sexes in words or letters; the numbers 1 and 2 may stand for anything."""
    return seen.male + seen.female > 0.95 and min(seen.male, seen.female) > 0.1


def _is_kin(_: Column, seen: Profile) -> bool:
    return seen.kin > 0.9 and seen.filled > 0.5


def _is_name(column: Column, seen: Profile) -> bool:
    """Letters only, seldom the same twice: villages, roles and religions repeat, addresses have numbers.

    Under a header that says that names stand there, people may share theirs.
    """
    said = "nama" in header_words(column.header)
    unique, filled = (_NAMESAKES, _AMONG_HEADINGS) if said else (_SELDOM, _NEARLY_ALL)
    return seen.name > 0.9 and seen.unique > unique and seen.filled > filled and seen.kin < 0.1


_RULES: tuple[tuple[str, Callable[[Column, Profile], bool]], ...] = (
    ("no_kk", _is_card),
    ("nik", _is_nik),
    ("tanggal_lahir", _is_birth),
    ("ttl", _is_place_and_birth),
    ("tempat_lahir", _is_birthplace),
    ("jenis_kelamin", _is_sex),
    ("shdk", _is_kin),
    ("nama", _is_name),
)
"""Names come last: what stands beside them tells a list of people from others."""
