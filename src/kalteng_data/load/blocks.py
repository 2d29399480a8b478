"""Heading lines between the rows of a table: an RT, a village, a family's card, said once for the rows below.

Clerks write ``RT 001 RW 001`` over its people, ``DESA : X`` over each village's, ``No. KK : 6206...`` over a
family's members, in whatever column. They are sought only among rows that are no records beyond doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.load.force import FAMILY, STATED, Force, Said
from kalteng_data.load.heading import Line, read_line
from kalteng_data.load.rows import repeats_header
from kalteng_data.load.sections import TITLE, section_lines
from kalteng_data.model import Column, Kind, Skipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOOKED_AT = 200_000
"""Larger sheets are exports that say everything in every row."""
_CARD = r"(?i)^\W*(?:no(?:mor)?\W*)?(?:k\W?k|kartu keluarga)\W*$"
_CARD_CELLS = 3
"""A card's line in the columns of persons: its label, its number, the name of its head."""
_CARD_BYTES = 16
_PAIR = 2
_RUNNING = r"\W*\d{1,3}\W*"
_FEW = 3
"""Filled cells up to which any line may be a heading; more, where its first cell is a label."""
_LABELLED = (
    r"(?i)^\W*(?:(?:no|nomor|nmr)\W*)?(?:nama\W*)?(?:k\W?k\b|kartu keluarga|kep|kpl|keluarga|alamat|"
    r"r\W?[tw]\b|rukun|dusun|dsn|lingk|dukuh|desa|ds\b|kel|kec|kab|prov|kode)"
)
_LABEL = (
    r"(?i):|^\W*(?:no(?:mor)?|nama|alamat|nik)?[\s.]*"
    r"(?:k\W?k|kartu keluarga|kepala keluarga|alamat|dusun|rt|rw)?\W*$"
)
"""A cell of names that holds a label."""
_NAMES = {
    Kind.PENDUDUK: ("nik", "nama"),
    Kind.KELUARGA: ("no_kk", "nama_kepala_keluarga"),
    Kind.DESA: ("kode_desa", "desa"),
}
_NOT_OF = {
    Kind.DESA: frozenset(STATED) - {"provinsi", "kabupaten", "kecamatan"},
    Kind.KELUARGA: frozenset(FAMILY),
}
"""What a heading cannot say of a table whose rows it names."""
_TOTAL = r"(?i)\W*(?:sub\W*)?(?:grand\W*)?(?:jumlah|total|jml|jlh)\b"
_FAMILY = r"(?i)\b(?:kk|keluarga|r\W?[tw]|dusun|desa|kec\w*)\b"
_ROOM_IN_ADDRESS = r"(?i)\br\W?[tw]\b\W*\d"
_APART = {
    "desa": ("desa", "kode_desa"),
    "kode_desa": ("desa", "kode_desa"),
    "rt": ("rt", "rt_rw"),
    "rw": ("rw", "rt_rw"),
    "rt_rw": ("rt", "rw", "rt_rw"),
}
"""A row that has one of these itself is not given this one."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Heading lines: ``frame`` holds ``row`` and what is in force from there on, a String column a field.

    ``said`` are the fields that headings state; without headings all are empty.
    """

    frame: pl.DataFrame
    said: frozenset[str] = frozenset()
    skipped: tuple[Skipped, ...] = ()

    def without(self, body: pl.DataFrame) -> pl.DataFrame:
        """``body`` without the heading lines."""
        rows = [row for one in self.skipped for row in one.rows]
        return body.filter(~pl.col("row").is_in(pl.Series(rows, dtype=pl.UInt32).implode())) if rows else body

    def carried(
        self, records: pl.DataFrame, above: Mapping[str, str], mapped: Mapping[str, str]
    ) -> pl.DataFrame:
        """Records with ``+field`` columns of what the lines above them state and they do not say themselves.

        Args:
            records: ``row`` and String columns named by absolute index.
            above: what is stated above the table, for fields without a column.
            mapped: columns by canonical field.
        """
        fields = [name for name in above if name not in mapped]
        if self.skipped:
            silent = [
                name for name in fields if self.frame.get_column(f"+{name}").null_count() == self.frame.height
            ]
            known = self.frame.with_columns(pl.lit(above[name]).alias(f"+{name}") for name in silent)
            records = records.join_asof(known, on="row", strategy="backward")
            fields += [name for name in self.said if name not in fields]
        else:
            records = records.with_columns(
                pl.lit(above[name], pl.String).alias(f"+{name}") for name in fields
            )
        given = [
            pl.when(blank).then(f"+{name}").alias(f"+{name}")
            for name in fields
            if (blank := _blank(name, mapped)) is not None
        ]
        return records.with_columns(given)


def _blank(name: str, mapped: Mapping[str, str]) -> pl.Expr | None:
    """Whether a row says nothing itself of what ``name`` would say; ``None`` where it has no cell for it."""
    own = [mapped[other] for other in _APART.get(name, ()) if other in mapped]
    said = [pl.col(column).str.contains(r"[\p{L}\d]") for column in own]
    if name in {"rt", "rw", "rt_rw"} and "alamat" in mapped:
        said.append(pl.col(mapped["alamat"]).str.contains(_ROOM_IN_ADDRESS))
    return ~pl.any_horizontal(test.fill_null(value=False) for test in said) if said else None


def headings_of(
    body: pl.DataFrame,
    columns: Sequence[Column],
    headers: Sequence[Sequence[str]],
    kind: Kind,
    above: Mapping[str, str],
) -> Headings:
    """The heading lines in the rows below a header.

    Args:
        body: ``row`` (UInt32, sheet row) and String columns named by absolute index.
        columns: the mapped columns.
        headers: for each header row, its texts in the order of the frame's columns.
        kind: what a record stands for.
        above: what is stated above the table.
    """
    nothing = Headings(pl.DataFrame())
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    if body.height > _LOOKED_AT or body.is_empty():
        return nothing
    names = [name for name in body.columns if name != "row"]
    weak = _weak(body, names, mapped, headers, kind)
    lines = [] if weak.is_empty() else _lines(weak, names, mapped, kind, _cardless(body, mapped))
    lines += section_lines(body, weak, columns, kind, above, {row for row, _ in lines})
    if not lines:
        return nothing
    lines.sort(key=lambda one: one[0])
    among = _records_before(body, weak, [row for row, _ in lines])
    base = Force().after(above)
    force = start = base
    block: Said = {}
    run = -1
    rows: list[dict[str, str | int | None]] = [{"row": 0, **_named(base.fields)}]
    reasons: dict[str, list[int]] = {"family": [], "heading": [], TITLE: []}
    for (row, line), before in zip(lines, among, strict=True):
        said = {name: text for name, text in line.fields.items() if name not in _NOT_OF.get(kind, ())}
        again = any(name in block and block[name] != text for name, text in said.items())
        if before != run or again:
            run, start, block = before, force, {}
        block = block | said
        force = start.after(block)
        rows.append({"row": row, **_named(force.fields)})
        own = "family" if any(name in said for name in FAMILY) else "heading"
        reasons[own if said else TITLE].append(row)
    said_of = frozenset(name for _, line in lines for name in line.fields) - _NOT_OF.get(kind, frozenset())
    schema = {"row": pl.UInt32, **{f"+{name}": pl.String for name in STATED}}
    skipped = tuple(Skipped(reason, tuple(found)) for reason, found in reasons.items() if found)
    return Headings(pl.DataFrame(rows, schema=schema), said_of, skipped)


def _named(fields: Said) -> dict[str, str | None]:
    return {f"+{name}": fields.get(name) for name in STATED}


def _weak(
    body: pl.DataFrame,
    names: list[str],
    mapped: dict[str, str],
    headers: Sequence[Sequence[str]],
    kind: Kind,
) -> pl.DataFrame:
    """Rows that may be headings, or the header again, and are no records beyond doubt; blank cells null.

    With ``place`` (among all filled rows), ``filled``, ``header`` and whether they are a ``likely`` heading,
    where there is any.
    """
    number, name = (mapped.get(field) for field in _NAMES[kind])
    tests: list[pl.Expr] = []
    if number is not None:
        tests.append((pl.col(number).str.len_bytes() >= 8) & pl.col(number).str.contains(r"^\W*\d"))
    if name is not None:
        tests.append(pl.col(name).str.contains(r"\p{L}") & ~pl.col(name).str.contains(_LABEL))
    others = [column for field, column in mapped.items() if field not in _NAMES[kind]]
    if len(tests) < 2 and others:
        tests.append(pl.sum_horizontal(pl.col(others).str.len_bytes() > 0) >= min(2, len(others)))
    sound = pl.all_horizontal(test.fill_null(value=False) for test in tests)
    weak = body.with_row_index("place").filter(~sound | _carded(names, mapped))
    said = {text for texts in headers for text in texts if text}
    again = pl.any_horizontal(pl.col(list(mapped.values())[:_FEW]).is_in(said)).fill_null(value=False)
    if weak.is_empty() or _none_likely(weak, names, again):
        return weak.clear()
    # Rows without a number may be all of a list: only few of them are looked at closely.
    weak = weak.with_columns(filled=pl.sum_horizontal((pl.col(names) != "").fill_null(value=False)))
    empty = weak.get_column("filled") == 0
    if empty.any():
        weak = weak.with_columns(place=pl.col("place") - empty.cum_sum()).filter(~empty)
    weak = weak.with_columns(
        likely=((pl.col("filled") <= _FEW) | _is_labelled(names)).fill_null(value=False)
    ).filter(pl.col("likely") | again)
    if weak.is_empty():
        return weak
    cells = [pl.col(column).str.strip_chars() for column in names]
    weak = weak.with_columns(pl.when(cell != "").then(cell) for cell in cells)
    return weak.with_columns(
        filled=pl.sum_horizontal(pl.col(column).is_not_null() for column in names),
        header=repeats_header(names, headers).fill_null(value=False),
    )


def _none_likely(weak: pl.DataFrame, names: list[str], again: pl.Expr) -> bool:
    """Whether all of these rows are plainly no headings: too many cells of each are filled, no label leads.

    Told by the columns without a gap, the least that a sheet of records (the most there are) can be asked.
    """
    cells = (weak.get_column(name) for name in names)
    full = [cell.name for cell in cells if not cell.null_count() and not (cell == "").any()]
    if len(full) <= _FEW:
        return False
    first = names[: names.index(full[0]) + 1]
    return not weak.select((_is_labelled(first).fill_null(value=False) | again).any()).item()


def _is_labelled(names: list[str]) -> pl.Expr:
    """Whether the first filled cell of a row is a label."""
    return pl.coalesce(pl.when(pl.col(names) != "").then(pl.col(names))).str.contains(_LABELLED)


def _carded(names: Sequence[str], mapped: Mapping[str, str]) -> pl.Expr:
    """``KK | 6206... | BUDI`` where persons have a number, a NIK and a name: a card's line, nobody's record.

    Where most rows say so it is what they are, heads of their families.
    """
    first = names[0]
    if first in mapped.values():
        return pl.lit(value=False)
    few = pl.sum_horizontal((pl.col(list(names)) != "").fill_null(value=False)) <= _CARD_CELLS
    card = pl.col(first).str.contains(_CARD).fill_null(value=False) & few
    return card & (card.mean() < 1 / 2)


def _lines(
    weak: pl.DataFrame, names: list[str], mapped: dict[str, str], kind: Kind, cardless: frozenset[int]
) -> list[tuple[int, Line]]:
    """Row and content of each heading line, in order; ``cardless`` are places of people without a card."""
    own = [names.index(mapped[field]) for field in ("nik", "nama") if field in mapped]
    columns = {name: field for field, name in mapped.items()}
    joint = mapped.get("nik") is not None and mapped.get("nik") == mapped.get("nama")
    likely = weak.filter(pl.col("likely") | pl.col("header"))
    found: list[tuple[int, Line]] = []
    below = -1
    for place, row, header, filled, *cells in reversed(
        likely.select("place", "row", "header", "filled", *names).rows()
    ):
        if header:
            below = place
            continue
        title = place + 1 == below and filled <= _FEW
        line = read_line(cells)
        if kind is Kind.PENDUDUK and not line.fields and ("no_kk" not in mapped or row + 1 in cardless):
            line = _bare(cells, own)
        if not _is_heading(line, cells, names, columns, kind, title=title):
            continue
        if joint and not any(re.search(_FAMILY, cell) for cell in cells if cell is not None):
            continue  # ``BUDI (6206...)`` is a person and his NIK
        if title:
            below = place
        found.append((row, line))
    return found[::-1]


def _cardless(body: pl.DataFrame, mapped: Mapping[str, str]) -> frozenset[int]:
    """The ``row`` of people whose own cell of the card is blank right below one that holds little else."""
    if not {"no_kk", "nik"} <= mapped.keys():
        return frozenset()
    card, nik = pl.col(mapped["no_kk"]), pl.col(mapped["nik"])
    blank = (card.fill_null("") == "") & (nik.str.len_bytes() >= _CARD_BYTES)
    alone = (nik.fill_null("") == "") & (card.str.len_bytes() >= _CARD_BYTES)
    found = body.filter(blank.fill_null(value=False) & alone.shift(1).fill_null(value=False))
    return frozenset(found.get_column("row").to_list())


def _bare(cells: Sequence[str | None], own: Sequence[int]) -> Line:
    """A card's number alone in its row but for a running number, or before other cells than a person's.

    ``own`` are the places of the NIK and the name; in that of the name a number may stand alone, too.
    """
    filled = [i for i, cell in enumerate(cells) if cell is not None]
    alone = len(filled) == 1 or (len(filled) == _PAIR and re.fullmatch(_RUNNING, cells[filled[0]] or ""))
    at = filled[-1] if alone else filled[0]
    text = cells[at] or ""
    people = own[:1] if alone else own
    bare = len(re.sub(r"\D", "", text)) == _CARD_BYTES and not any(c.isalpha() for c in text)
    return (
        Line({"no_kk": re.sub(r"\D", "", text)}, whole=True)
        if bare and not any(cells[i] for i in people)
        else Line()
    )


def _is_heading(
    line: Line,
    cells: Sequence[str | None],
    names: list[str],
    columns: dict[str, str],
    kind: Kind,
    *,
    title: bool,
) -> bool:
    """Whether a line states something of the rows below it, and is no row's own value in its own column."""
    filled = [(columns.get(name), cell) for name, cell in zip(names, cells, strict=True) if cell is not None]
    alone = len(filled) == 1
    carded = alone and line.fields.get("no_kk") is not None  # whatever else is said of the family
    if not (line.fields.keys() - _NOT_OF.get(kind, frozenset())) or not (line.whole or title or carded):
        return False
    total = not line.whole and re.match(_TOTAL, next(cell for cell in cells if cell is not None))
    if total or (kind is Kind.DESA and line.fields.keys() & _NOT_OF[kind]):
        return False
    if alone:
        return True
    if not line.known:  # ``DESA RATNASARI`` may be somebody
        return False
    people = [cell for field, cell in filled if field in _NAMES[kind]]
    if not line.whole and any(not read_line([cell]).fields for cell in people):
        return False
    return not any(field in read_line([cell]).fields for field, cell in filled if field in line.fields)


def _records_before(body: pl.DataFrame, weak: pl.DataFrame, rows: list[int]) -> list[int]:
    """For each heading line, how many records stand above it."""
    lines = pl.Series(rows, dtype=pl.UInt32)
    sparse = weak.filter((pl.col("filled") < _FEW) | pl.col("header")).get_column("row")
    blank = body.get_column("row").filter(
        ~body.select(pl.any_horizontal(pl.exclude("row").str.contains(r"\S")))
        .to_series()
        .fill_null(value=False)
    )
    others = pl.concat([sparse, blank, lines]).unique()
    records = body.get_column("row").filter(~body.get_column("row").is_in(others.implode()))
    return records.search_sorted(lines).to_list()
