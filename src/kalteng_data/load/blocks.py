"""Families in blocks: the card's number and address in a heading row, its members below (BIP of OpenSID)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Column, Kind, Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT = 200_000
"""Larger sheets are flat exports; blocks are made for printing."""
_CARD = r"(?i)\b(?:no(?:mor)?\W*)?(?:kk|kartu keluarga)\W*(\d{16})\b"
_BARE = r"^\W*(\d{16})\W*$"
_NEXT = (
    r"\s*(?:[,;]?\s*(?:nama\s+)?(?:dusun|alamat|kepala keluarga|rt\s*/\s*rw|rt|kode\s*pos|no\W*kk)\b\s*:|$)"
)
_PATTERNS = {
    "nama_kepala_keluarga": rf"(?i)kepala keluarga\s*:\s*(.+?){_NEXT}",
    "alamat": rf"(?i)alamat\s*:\s*(.+?){_NEXT}",
    "dusun": rf"(?i)dusun\s*:\s*(.+?){_NEXT}",
    "rt_rw": r"(?i)rt\s*/\s*rw\s*:\s*(\d{1,3}\s*/\s*\d{1,3})",
}
_FIELDS = ("no_kk", *_PATTERNS)


@dataclass(frozen=True, slots=True)
class Headings:
    """Heading rows between records: ``row`` and one column a field they state; empty when there are none."""

    frame: pl.DataFrame
    skipped: tuple[Skipped, ...] = ()

    def without(self, body: pl.DataFrame) -> pl.DataFrame:
        """``body`` without the heading rows."""
        if not self.skipped:
            return body
        return body.filter(~pl.col("row").is_in(pl.Series(self.skipped[0].rows, dtype=pl.UInt32).implode()))

    def carried(self, records: pl.DataFrame) -> pl.DataFrame:
        """Records with what the heading above them states, in columns named ``+field``."""
        if not self.skipped:
            return records
        named = self.frame.rename({name: f"+{name}" for name in self.frame.columns if name != "row"})
        return records.join_asof(named, on="row", strategy="backward")


def family_headings(body: pl.DataFrame, columns: Sequence[Column], kind: Kind) -> Headings:
    """Heading rows in the rows below a header (``row`` and columns by absolute index).

    Sought only where people are listed without a column of card numbers. A heading holds a card number after
    its label, or alone in its first cell with NIK and name blank; rows of ``Alamat :`` next below add to it.
    """
    nothing = Headings(pl.DataFrame())
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    if kind is not Kind.PENDUDUK or "no_kk" in mapped or body.height > _LOOKED_AT:
        return nothing
    names = [name for name in body.columns if name != "row"]
    own = [
        pl.col(mapped[f]).str.contains(r"^\W*\d{16}\W*$").fill_null(value=False)
        for f in ("nik",)
        if f in mapped
    ]
    member = pl.any_horizontal(own) if own else pl.lit(value=False)
    blank = pl.all_horizontal([pl.col(mapped[f]).is_null() for f in ("nik", "nama") if f in mapped])
    lines = body.filter(~member).select(
        "row",
        line=pl.concat_str(names, separator=" ", ignore_nulls=True).str.replace_all(r"\s+", " "),
        bare=pl.when(blank).then(pl.coalesce(names).str.extract(_BARE)),
    )
    stated = lines.with_columns(
        no_kk=pl.coalesce("bare", pl.col("line").str.extract(_CARD)),
        **{field: pl.col("line").str.extract(pattern) for field, pattern in _PATTERNS.items()},
    ).filter(pl.any_horizontal(pl.col(_FIELDS).is_not_null()))
    if stated.get_column("no_kk").null_count() == stated.height:
        return nothing
    family = pl.col("no_kk").is_not_null().cum_sum()
    frame = (
        stated.with_columns(family=family)
        .filter(pl.col("family") > 0)
        .group_by("family", maintain_order=True)
        .agg(pl.col("row").first(), *(pl.col(f).drop_nulls().first() for f in _FIELDS))
        .drop("family")
    )
    rows = stated.filter(family > 0).get_column("row")
    return Headings(frame.sort("row"), (Skipped("family", tuple(rows.to_list())),))
