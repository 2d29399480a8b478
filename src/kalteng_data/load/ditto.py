"""Marks that say "as above": ``"``, ``-"-``, ``idem``, ``s.d.a.``, read as the value that stands above."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT = 200_000
"""Larger sheets are exports of programs, which repeat their values."""
_LONGEST = 24
_MARK = (
    r"(?i)^[\s.(-]*(?:[\"\x{201c}\x{201d}\x{201e}\x{3003}\x{2033}]+|''+|,,+|\x{2019}\x{2019}|"
    r"(?:idem|ditto|dto|s\W?d\W?a)\b(?:\W*(?:di\W*)?atas)?|sama\W+(?:dengan|dgn|dg|spt|seperti)?\W*(?:di\W*)?atas)"
    r"[\s.)-]*$"
)
_NOTHING = "\x00"
_ONE_EACH = frozenset(
    {"nik", "nama", "nik_ayah", "nik_ibu", "nik_kepala_keluarga", "tanggal_lahir", "ttl", "umur", "telepon"}
)
"""Values of one person alone: a mark in their columns says nothing."""
_OF_ROW = {
    Kind.PENDUDUK: frozenset[str](),
    Kind.KELUARGA: frozenset({"no_kk", "nama_kepala_keluarga"}),
    Kind.DESA: frozenset({"desa", "kode_desa"}),
}


def without_dittos(
    records: pl.DataFrame, columns: Sequence[Column], kind: Kind
) -> tuple[pl.DataFrame, tuple[tuple[str, str], ...]]:
    """The records with the value above in place of each mark, and the note ``ditto`` with their number.

    A mark below a blank cell is blank. The first row's mark stays as it is.

    Args:
        records: ``row`` and String columns named by absolute index.
        columns: the mapped columns.
        kind: what a record stands for.
    """
    kept = _ONE_EACH | _OF_ROW[kind]
    names = sorted({str(c.index) for c in columns if c.field is not None and c.field not in kept})
    if records.height > _LOOKED_AT or not names:
        return records, ()
    # All columns as one: most sheets hold no mark, and a column costs more to ask than its cells do.
    if not pl.concat([records.get_column(name) for name in names]).str.contains(_MARK).any():
        return records, ()
    counts = records.select(_is_mark(pl.col(names)).sum()).row(0, named=True)
    told = [name for name in names if counts[name]]
    if not told:
        return records, ()
    marks = {name: _is_mark(pl.col(name)) for name in told}
    filled = (
        pl.coalesce(
            pl.when(~marks[name]).then(pl.col(name).fill_null(_NOTHING)).forward_fill(), pl.col(name)
        ).alias(name)
        for name in told
    )
    above = records.with_columns(filled).with_columns(
        pl.when(pl.col(name) != _NOTHING).then(pl.col(name)).alias(name) for name in told
    )
    return above, (("ditto", str(sum(counts[name] for name in told))),)


def _is_mark(cell: pl.Expr) -> pl.Expr:
    """Whether a cell is such a mark; what begins with a digit is left unread."""
    worded = (cell < "0") | (cell > ":")
    short = cell.str.len_bytes() <= _LONGEST
    return (worded & short & cell.str.contains(_MARK)).fill_null(value=False)
