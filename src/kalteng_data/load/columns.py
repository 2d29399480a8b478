"""Columns mapped to canonical fields: by override, words, content and neighbours, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError
from kalteng_data.load.agreeing import with_births, with_niks
from kalteng_data.load.composite import both_in
from kalteng_data.load.content import Profile, profiles
from kalteng_data.load.fits import LIKE_IDENTITY, all_small, fits, may_be_villages
from kalteng_data.load.synonyms import FILLED, SPELLED, Claim, claim, is_ambiguous_status
from kalteng_data.load.unnamed import by_content, with_villages
from kalteng_data.load.whose import heads_as_people, relatives_of_nobody
from kalteng_data.load.words import header_key, header_words
from kalteng_data.model import Column, cell_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from kalteng_data.load.layouts import Hint

_OF_OTHERS = frozenset(
    {"nama_kepala_keluarga", "nik_kepala_keluarga", "nama_ayah", "nik_ayah", "nama_ibu", "nik_ibu"}
)
_REMARKS = frozenset({"ket", "keterangan"})
_OF_VILLAGES = frozenset({"desa", "kode_desa"})
_OF_PEOPLE = frozenset({"nama", "nik", "nama_kepala_keluarga", "nik_kepala_keluarga", "alamat"})
_COUNTS = {
    **dict.fromkeys(("l", "lk"), "jumlah_laki_laki"),
    **dict.fromkeys(("p", "pr"), "jumlah_perempuan"),
    **dict.fromkeys(("l+p", "l + p", "lk+pr", "lk + pr"), "jumlah_penduduk"),
}
_CARD_OR_COUNT = ("kk",)
_ONE_EACH = frozenset({"nik", "no_kk"})


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One column's header: ``texts`` are its readings, the likeliest first (group and field, then field).

    ``told`` is the field that headers elsewhere give it, and ``because`` the reason.
    """

    index: int
    texts: tuple[str, ...]
    told: str | None = None
    because: str = "across"

    @property
    def text(self) -> str:
        """The reading that is shown."""
        return self.texts[0] if self.texts else ""


def best_claim(cell: HeaderCell) -> Claim | None:
    """The surest claim among the readings of one header."""
    claims = [found for text in cell.texts if (found := claim(text)) is not None]
    # Of a NIK under ``Ayah`` the two together say whose it is.
    best = max(claims, key=lambda c: (c.confidence, c.field is not None), default=None)
    first = claims[0] if len(cell.texts) > 1 and claims else None
    if first is not None and best is not None and first.confidence > SPELLED and first.field is not None:
        return first if first.field in _OF_OTHERS or best.field is None else best
    return best


@dataclass(frozen=True, slots=True)
class Place:
    """Where a header stands, for messages: the file, its source's name, the sheet and the 1-based row."""

    file: str
    source: str
    sheet: str
    row: int


def map_columns(
    cells: Sequence[HeaderCell],
    sample: pl.DataFrame,
    overrides: Mapping[str, str],
    place: Place,
    hints: Mapping[int, Hint] | None = None,
) -> tuple[Column, ...]:
    """Every column with what it was taken for.

    ``sample`` holds rows below the header (String columns named by absolute index). ``overrides`` maps a
    header's text or its cell (``C6``) to a canonical field, or to an empty text for a column to leave out.
    ``hints`` are what its layout and the workspace's memory say of columns, by absolute index.

    Raises:
        InputError: ``double-claim`` when two columns claim NIK or No. KK and nothing tells them apart.
    """
    hints = hints or {}
    seen = profiles(sample.select(str(cell.index) for cell in cells))
    columns: list[Column] = []
    for cell in cells:
        forced = _override(cell, overrides, place)
        if forced is not None:
            columns.append(Column(cell.index, cell.text, forced or None, 1.0, "override"))
            continue
        if cell.told is not None:
            columns.append(Column(cell.index, cell.text, cell.told, FILLED, cell.because))
            continue
        hint = hints.get(cell.index)
        pair = None if hint is not None else both_in(cell.text, sample.get_column(str(cell.index)))
        if pair is not None:
            columns += [Column(cell.index, cell.text, field, FILLED, "together") for field in pair]
            continue
        told = _by_words_and_content(cell, seen[cell.index], sample.get_column(str(cell.index)))
        columns.append(told if hint is None else _hinted(told, hint, seen[cell.index]))
    columns = _with_counts(_with_nik_beside_names(columns, sample), sample)
    columns = _neighbours(_without_counted_cards(columns, sample))
    columns = _settle_doubles(with_niks(columns, sample), seen, place, hints)
    columns = with_births(relatives_of_nobody(columns, seen), seen, sample)
    columns = with_villages(by_content(columns, seen), sample)
    return tuple(heads_as_people(columns, seen))


def _with_counts(columns: list[Column], sample: pl.DataFrame) -> list[Column]:
    """In a table of villages ``KK`` over small numbers counts cards, ``L`` and ``P`` count men and women."""
    fields = {c.field for c in columns}
    if not _OF_VILLAGES & fields or _OF_PEOPLE & fields:
        return columns
    found = list(columns)
    for i, column in enumerate(columns):
        text = column.header.strip(" .").lower()
        field = "jumlah_kk" if column.field == "no_kk" else None
        alike = [c for c in columns if c.header.strip(" .").lower() == text]
        if column.field in {None, "jenis_kelamin"} and len(alike) == 1:
            field = _COUNTS.get(text)
        if field is not None and field not in fields and all_small(sample.get_column(str(column.index))):
            found[i] = Column(column.index, column.header, field, SPELLED, "content")
    return found


def _without_counted_cards(columns: list[Column], sample: pl.DataFrame) -> list[Column]:
    """Small numbers under a bare ``KK`` count families or number them: no row has such a card."""
    return [
        Column(c.index, c.header, None, 0.0, "content-differs")
        if c.field == "no_kk"
        and c.reason == "synonym"
        and header_words(c.header) == _CARD_OR_COUNT
        and all_small(sample.get_column(str(c.index)))
        else c
        for c in columns
    ]


def _with_nik_beside_names(columns: list[Column], sample: pl.DataFrame) -> list[Column]:
    """A column of names that hold a number each is that of the NIKs too, where no other one is."""
    if any(c.field == "nik" for c in columns):
        return columns
    for i, column in enumerate(columns):
        if column.field == "nama" and both_in("nama nik", sample.get_column(str(column.index))) is not None:
            number = Column(column.index, column.header, "nik", SPELLED, "together")
            return [*columns[: i + 1], number, *columns[i + 1 :]]
    return columns


def _override(cell: HeaderCell, overrides: Mapping[str, str], place: Place) -> str | None:
    """The field the user chose for a column, by its cell or by one reading of its header."""
    address = cell_address(cell.index, place.row)
    keys = {header_key(text) for text in cell.texts}
    for header, field in overrides.items():
        if header.strip().upper() == address or header_key(header) in keys:
            return field
    return None


def _hinted(told: Column, hint: Hint, seen: Profile) -> Column:
    """The column as its hint says, unless its cells say otherwise; what a person said holds all the same."""
    agrees = told.field == hint.field and told.confidence == 1.0
    contradicted = told.reason == "content" or fits(hint.field, seen) is False
    if agrees or (contradicted and not hint.firm):
        return told
    return Column(told.index, told.header, hint.field, 1.0, hint.reason)


def _by_words_and_content(cell: HeaderCell, seen: Profile, cells: pl.Series) -> Column:
    field, confidence, reason = _told(cell, seen)
    if field == "desa" and not may_be_villages(cell.text, confidence, seen, cells):
        field, confidence, reason = None, 0.0, "content-differs"
    return Column(cell.index, cell.text, field, confidence, reason)


def _told(cell: HeaderCell, seen: Profile) -> tuple[str | None, float, str]:
    """Field, confidence and reason of a column."""
    if any(is_ambiguous_status(text) for text in cell.texts):
        meanings = {"shdk": seen.kin, "status_kawin": seen.married, "status_dasar": seen.alive}
        likeliest = max(meanings, key=lambda field: meanings[field])
        return (likeliest, 0.9, "content") if meanings[likeliest] > 0.5 else (None, 0.0, "ambiguous")
    found = best_claim(cell)
    if found is None:
        return None, 0.0, "unknown"
    fitting = fits(found.field, seen)
    if found.field is None and seen.alive > 0.5 and header_key(cell.text) in _REMARKS:
        found = Claim("status_dasar", SPELLED, "content")
    elif found.field == "no_kk" and fitting is False and seen.name > 0.9:
        # KK is short for the card and for the head of the family alike.
        found, fitting = Claim("nama_kepala_keluarga", SPELLED, "content"), None
    if fitting is False and found.confidence < 1.0:
        return None, 0.0, "content-differs"
    return found.field, found.confidence if fitting is not False else 0.5, found.reason


_KIN = {"nama_ayah": "nik_ayah", "nama_ibu": "nik_ibu"}


def _neighbours(columns: list[Column]) -> list[Column]:
    """A second ``NIK`` just before or after a parent's name is that parent's."""
    claims = [i for i, c in enumerate(columns) if c.field == "nik"]
    taken = {c.field for c in columns}
    settled = list(columns)
    for i in claims[1:]:
        near = [columns[j].field or "" for j in (i - 1, i + 1) if 0 <= j < len(columns)]
        kin = next((_KIN[n] for n in near if n in _KIN and _KIN[n] not in taken), None)
        if kin is not None and "nama" not in near:
            old = columns[i]
            settled[i] = Column(old.index, old.header, kin, 0.7, "neighbour")
            taken.add(kin)
    return settled


def _settle_doubles(
    columns: list[Column], seen: Mapping[int, Profile], place: Place, hints: Mapping[int, Hint]
) -> list[Column]:
    settled = list(columns)
    for field in {c.field for c in columns if c.field is not None}:
        rivals = [c for c in settled if c.field == field]
        if len(rivals) < 2:
            continue
        winner = _winner(field, rivals, seen, place, hints)
        settled = [
            Column(c.index, c.header, None, c.confidence, f"double:{field}")
            if c.field == field and c is not winner
            else c
            for c in settled
        ]
    return settled


def _winner(
    field: str, rivals: list[Column], seen: Mapping[int, Profile], place: Place, hints: Mapping[int, Hint]
) -> Column:
    forced = [c for c in rivals if c.reason == "override"]
    if len(forced) == 1:
        return forced[0]
    rivals = [c for c in rivals if seen[c.index].filled] or rivals
    told = [c for c in rivals if c.index in hints and hints[c.index].field == field]
    if len(told) == 1 and (seen[told[0].index].filled or not any(seen[c.index].filled for c in rivals)):
        return told[0]
    if field in _ONE_EACH:
        likely = [c for c in rivals if seen[c.index].identity >= LIKE_IDENTITY]
        sure = [c for c in likely if c.confidence > SPELLED]
        if len(sure or likely) > 1:
            first, second = (sure or likely)[:2]
            raise InputError(
                "double-claim",
                file=place.file,
                sheet=place.sheet or "-",
                source=place.source,
                field=field,
                key=_key(first, second, place),
                first=first.header,
                first_cell=cell_address(first.index, place.row),
                second=second.header,
                second_cell=cell_address(second.index, place.row),
            )
        if sure or likely:
            return (sure or likely)[0]
    return max(rivals, key=lambda c: (c.confidence, seen[c.index].filled > 0, -c.index))


def _key(first: Column, second: Column, place: Place) -> str:
    """What names the first column alone in ``kalteng.toml``: its header, or its cell when both read alike."""
    alike = header_key(first.header) == header_key(second.header)
    return cell_address(first.index, place.row) if alike else first.header.replace('"', "'")
