"""Rows below a header told apart: records, and lines that hold none, each with a reason.

A row with a NIK, a card number or a name is a record, however sparse, unless the lines around it are plainly a
foot (a signature with its NIP, notes). Nothing is skipped without being counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.model import Column, Kind, Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

_IDENTITIES = {
    Kind.PENDUDUK: ("nik", "no_kk", "nama"),
    Kind.KELUARGA: ("no_kk", "nik_kepala_keluarga", "nama_kepala_keluarga"),
    Kind.DESA: ("kode_desa", "desa"),
}
_NUMBERS = frozenset({"nik", "no_kk", "nik_kepala_keluarga", "kode_desa"})

_LONG = r"\d[\d .'-]{6,}\d"
_TOTAL = r"(?i)^\W*(?:sub\W*)?(?:grand\W*)?(?:jumlah|total|jml|jlh|rata\W*rata|rekapitulasi)\b"
_PAGE = r"(?i)^\W*(?:hal(?:aman)?|page|hlm)\W*\d+(?:\W+(?:dari|of|/)?\W*\d+)?\W*$"
_SIGNATURE = (
    r"(?i)mengetahui|menyetujui|disahkan|tertanda|^\W*ttd\b|\bnip\b\W*\d|^\W*nip\W*$|a\.n\.\s|"
    r"^\W*(?:pj\W*|plt\W*)?(?:kepala (?:desa|dinas|dusun|seksi|urusan|bidang)|lurah|camat|sekretaris|kasi|kaur)\b|"
    r"^\s*[\p{L} .]{3,40},\s*(?:\d{1,2}|[._]{2,})?\s*"
    r"(?:jan|feb|mar|apr|mei|jun|jul|agu|ags|sep|okt|nov|des)\p{L}*\s+\d{4}\s*$"
)
_NOTE = r"(?i)^\W*(?:keterangan|catatan|ket|sumber|dicetak|diunduh|petunjuk|note|nb|sumber data)\b\s*[:.]|^\W*dicetak\b"
_INSTRUCTION = r"(?i)^\W*(?:wajib|diisi|isi |contoh|sesuai|format|pilih|opsional|tidak wajib|\d+ digit|text|teks|angka)\b"
_END = r"^\s*#{3,}\s*$"
_SMALL = r"^\s*\(?\s*-?(\d{1,3})(?:[.,]0+)?\s*\)?\.?\s*$"


def tell_rows(
    body: pl.DataFrame, columns: Sequence[Column], headers: Sequence[Sequence[str]], kind: Kind
) -> tuple[pl.DataFrame, tuple[Skipped, ...]]:
    """Records of ``body`` and what was skipped.

    Args:
        body: ``row`` (UInt32, sheet row) and String columns named by absolute index, below the header.
        columns: the mapped columns of the table.
        headers: for each header row, its texts in the order of the frame's columns.
        kind: what a record stands for.

    Returns:
        The rows of ``body`` that are records, in order, and the others by reason: ``blank``, ``header``,
        ``numbering``, ``total``, ``page``, ``signature``, ``note``, ``instruction``, ``end-mark``.
    """
    names = [name for name in body.columns if name != "row"]
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    body = body.with_columns(run=_strong(mapped, kind).fill_null(value=False))
    weak = body.with_columns(run=pl.col("run").cum_sum(), strong="run").filter(~pl.col("strong"))
    if weak.is_empty():
        return body.drop("run"), ()
    reasons = _reasons(weak, names, mapped, headers, kind)
    skipped = reasons.filter(pl.col("reason").is_not_null())
    if skipped.is_empty():
        return body.drop("run"), ()
    kept = body.filter(~pl.col("row").is_in(skipped.get_column("row").implode())).drop("run")
    counted = skipped.group_by("reason", maintain_order=True).agg("row")
    return kept, tuple(
        Skipped(reason, tuple(rows))
        for reason, rows in zip(*counted.to_dict(as_series=False).values(), strict=True)
    )


def _strong(mapped: dict[str, str], kind: Kind) -> pl.Expr:
    """A record beyond doubt: a long number where one belongs, or a name with two more fields beside it."""
    tests = [
        pl.col(mapped[f]).str.contains(_LONG) for f in _IDENTITIES[kind] if f in _NUMBERS and f in mapped
    ]
    if kind is Kind.PENDUDUK and "nama" in mapped:
        beside = [
            pl.col(column).is_not_null()
            for field, column in mapped.items()
            if field in {"tanggal_lahir", "jenis_kelamin", "ttl", "shdk", "agama", "tempat_lahir", "nama_ibu"}
        ]
        if len(beside) > 1:
            name = pl.col(mapped["nama"])
            named = name.str.contains(r"\p{L}") & ~name.str.contains(_TOTAL)
            tests.append(named & (pl.sum_horizontal(beside) >= 2))
    return pl.any_horizontal(tests) if tests else pl.lit(value=False)


def _reasons(
    weak: pl.DataFrame, names: list[str], mapped: dict[str, str], headers: Sequence[Sequence[str]], kind: Kind
) -> pl.DataFrame:
    cells = [pl.col(name).str.strip_chars() for name in names]
    filled_cells = [pl.when(c != "").then(c) for c in cells]
    weak = weak.with_columns(filled_cells).with_columns(
        filled=pl.sum_horizontal(pl.col(n).is_not_null() for n in names),
        mapped=pl.sum_horizontal(pl.col(n).is_not_null() for n in mapped.values()),
        first=pl.coalesce(names),
    )
    identity = [
        pl.col(mapped[f]).str.contains(r"\d{3}" if f in _NUMBERS else r"\p{L}").fill_null(value=False)
        for f in _IDENTITIES[kind]
        if f in mapped
    ]
    number = [pl.col(mapped[f]).str.contains(_LONG).fill_null(value=False) for f in _NUMBERS if f in mapped]
    weak = weak.with_columns(
        identity=pl.any_horizontal(identity),
        long=pl.any_horizontal(number) if number else pl.lit(value=False),
        header=_is_header(names, headers),
        numbering=_is_numbering(names),
        total=_is_total(names, mapped, kind),
        page=pl.coalesce(names).str.contains(_PAGE) & (pl.col("filled") <= 2),
        end=_any(names, _END),
        signature=_any(names, _SIGNATURE) & (pl.col("filled") <= 4),
        note=pl.col("first").str.contains(_NOTE) & (pl.col("filled") <= 3),
        instruction=(
            pl.sum_horizontal(pl.col(n).str.contains(_INSTRUCTION) for n in names) * 2 >= pl.col("filled")
        )
        & (pl.col("row") <= pl.col("row").min() + 2),
    )
    weak = weak.with_columns(
        pl.col("header", "numbering", "total", "page", "end", "signature", "note").fill_null(value=False)
    )
    # A foot opens with a signature, a note or an end mark and lasts until the next record or repeated header;
    # within it a line of one or two cells is no record, even where it stands in the column of names.
    weak = weak.with_columns(run=pl.struct("run", pl.col("header").cum_sum().alias("page_run")))
    opened = (pl.col("signature") | pl.col("note") | pl.col("end")).cum_max().over("run")
    noted = (pl.col("note") & ~pl.col("signature")).cum_max().over("run")
    sparse = (pl.col("filled") <= 3) & (pl.col("mapped") <= 2) & ~pl.col("long")
    reason = (
        pl.when(pl.col("filled") == 0).then(pl.lit("blank"))
        .when("header").then(pl.lit("header"))
        .when("numbering").then(pl.lit("numbering"))
        .when("end").then(pl.lit("end-mark"))
        .when("total").then(pl.lit("total"))
        .when("page").then(pl.lit("page"))
        .when("signature").then(pl.lit("signature"))
        .when("note").then(pl.lit("note"))
        .when("instruction").then(pl.lit("instruction"))
        .when(opened & sparse).then(pl.when(noted).then(pl.lit("note")).otherwise(pl.lit("signature")))
        .when(~pl.col("identity") & (pl.col("mapped") == 0)).then(
            pl.when(pl.col("first").str.contains(_SMALL) & (pl.col("filled") == 1)).then(pl.lit("blank")).otherwise(pl.lit("note"))
        )
        .when(~pl.col("identity") & (pl.col("filled") <= 2)).then(pl.lit("note"))
    )  # fmt: skip
    return weak.select("row", reason=reason)


def _any(names: list[str], pattern: str) -> pl.Expr:
    return pl.any_horizontal(pl.col(n).str.contains(pattern).fill_null(value=False) for n in names)


def _is_header(names: list[str], headers: Sequence[Sequence[str]]) -> pl.Expr:
    """At least half of a header row's texts stand again in their columns."""
    tests = []
    for texts in headers:
        wanted = [(n, t) for n, t in zip(names, texts, strict=True) if t]
        same = pl.sum_horizontal(
            pl.col(n).str.replace_all(r"\s+", " ").str.to_lowercase() == t.lower() for n, t in wanted
        )
        tests.append((same >= 2) & (same * 2 >= len(wanted)))
    return pl.any_horizontal(tests) if tests else pl.lit(value=False)


def _is_numbering(names: list[str]) -> pl.Expr:
    """Three or more cells, all small numbers that count on by one: (1) (2) (3), or -1 -2 -3 as Excel reads it."""
    numbers = pl.concat_list(pl.col(n).str.extract(_SMALL).cast(pl.Int16) for n in names).list.drop_nulls()
    steps = numbers.list.diff().list.drop_nulls()
    return (
        (pl.col("filled") >= 3)
        & (numbers.list.len() >= 3)
        & (numbers.list.len() * 10 >= pl.col("filled") * 8)
        & (steps.list.min() >= 0)
        & (steps.list.mean().is_between(0.7, 1.5))
        & (numbers.list.first() <= 3)
    )


def _is_total(names: list[str], mapped: dict[str, str], kind: Kind) -> pl.Expr:
    """The first filled cell says JUMLAH or TOTAL, and what makes a record is blank."""
    word = pl.coalesce(names).str.contains(_TOTAL)
    if kind is Kind.DESA:
        return word
    proof = [
        pl.col(mapped[f]).is_null()
        for f in ("nik", "no_kk", "tanggal_lahir", "ttl", "nik_kepala_keluarga")
        if f in mapped and f != "nama"
    ]
    # A total may stand under "No" or under NIK itself; then that one cell holds the word.
    held = [
        pl.col(mapped[f]).str.contains(_TOTAL) for f in ("nik", "no_kk", "nik_kepala_keluarga") if f in mapped
    ]
    small = (
        pl.all_horizontal(
            [
                pl.col(mapped[f]).is_null() | ~pl.col(mapped[f]).str.contains(_LONG)
                for f in ("nik", "no_kk")
                if f in mapped
            ]
        )
        if {"nik", "no_kk"} & mapped.keys()
        else pl.lit(value=True)
    )
    few = pl.col("mapped") <= max(3, len(mapped) // 2)
    blank = pl.all_horizontal(proof) if proof else pl.lit(value=True)
    return word & small & few & (blank | pl.any_horizontal(held)) if held else word & small & few & blank
