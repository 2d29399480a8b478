"""Coded fields: words by their spellings, numbers by the codebook of their whole table.

The same number means different things in different codebooks (family role 3 is the wife in adminduk, a
child in Regsosek), so numbers are read only when the table's codebook is known (``codebooks``). Otherwise
they stay null and a decision ``ambiguous`` says so.
"""

from __future__ import annotations

import polars as pl

from kalteng_data.reference import codes, variants
from kalteng_data.standardise.codebooks import UNDECIDED, WHOLE_TABLE
from kalteng_data.standardise.text import mapped, squeezed, without

FIELDS: tuple[str, ...] = (
    "jenis_kelamin", "agama", "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan",
    "golongan_darah", "disabilitas", "status_dasar",
)  # fmt: skip
"""Fields that hold a label or a code."""

FREE: frozenset[str] = frozenset({"agama", "pendidikan", "pekerjaan", "disabilitas"})
"""Fields whose unknown words are kept as they stand; elsewhere an unknown word is no value."""


def labels(raw: pl.DataFrame, books: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Canonical labels of all coded fields.

    Args:
        raw: raw rows with ``table`` and ``FIELDS``.
        books: the frame of ``codebooks``.

    Returns:
        A column for each of ``FIELDS``, null where blank, unknown or a number whose codebook is not known;
        and a decision ``ambiguous`` for each table and field with such numbers.
    """
    columns: list[pl.Series] = []
    unread: list[pl.DataFrame] = []
    for field in FIELDS:
        read = _read(raw, field, books)
        columns.append(read.get_column("label").alias(field))
        if read.get_column("number").null_count() < read.height:
            unread.append(_unread(read, field))
    frame = pl.DataFrame(columns).with_columns(_spouse())
    return frame, pl.concat(unread) if unread else books.clear()


def _spouse() -> pl.Expr:
    """Regsosek's "wife or husband" is the one that the person's sex says; without a sex it stays."""
    spouse, sex = pl.col("shdk") == "ISTRI/SUAMI", pl.col("jenis_kelamin")
    return (
        pl.when(spouse & (sex == "P")).then(pl.lit("ISTRI")).when(spouse & (sex == "L")).then(pl.lit("SUAMI"))
        .otherwise("shdk").alias("shdk")
    )  # fmt: skip


def _read(raw: pl.DataFrame, field: str, books: pl.DataFrame) -> pl.DataFrame:
    """``table``, ``label`` and ``number`` of one field, a row per row."""
    read = mapped(raw.get_column(field), lambda distinct: _words(distinct, field))
    frame = pl.concat([raw.select("table"), read], how="horizontal")
    if frame.get_column("number").null_count() == frame.height:
        return frame
    meanings = _meanings(field, books).rename({"label": "by_book"})
    everywhere = _same_in_every_book(field).rename({"label": "by_all"})
    return (
        frame.join(meanings, on=["table", "number"], how="left", maintain_order="left")
        .join(everywhere, on="number", how="left", maintain_order="left")
        .select("table", pl.coalesce("label", "by_book", "by_all").alias("label"), "number")
    )


def _words(distinct: pl.DataFrame, field: str) -> pl.DataFrame:
    """``label`` and ``number`` of distinct cells."""
    text = squeezed(pl.col("value")).str.replace_all(r"\s*/\s*", "/").str.strip_chars(" .,;:'\"")
    frame = distinct.with_columns(text.alias("text"))
    number = pl.col("text").str.extract(r"^0*(\d{1,3})(?:[.,]0+)?$", 1).cast(pl.Int16)
    # "3 - ISTRI" or "3. ISTRI": the word beside the number needs no codebook.
    word = pl.col("text").str.replace(r"^\d{1,2}\s*[-.:)=]\s*", "")
    frame = frame.with_columns(number.alias("number"), pl.when(number.is_null()).then(word).alias("word"))
    known = variants(field).select(pl.col("variant").alias("word"), "label")
    # Blood group A- is not A: there signs count, elsewhere KEP. KELUARGA is KEP KELUARGA.
    loose = known.select(_compact("word").alias("compact"), pl.col("label").alias("loose")).unique(
        "compact", keep="first", maintain_order=True
    )
    frame = frame.with_columns(_compact("word").alias("compact"))
    frame = frame.join(known, on="word", how="left").join(loose, on="compact", how="left")
    label = pl.col("label") if field == "golongan_darah" else pl.coalesce("label", "loose")
    kept = pl.coalesce(label, without(pl.col("word"))) if field in FREE else label
    return frame.select("value", kept.alias("label"), "number")


def _compact(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[^\p{L}\p{N}]", "")


def _meanings(field: str, books: pl.DataFrame) -> pl.DataFrame:
    """``table``, ``number``, ``label`` for every table whose codebook of the field is known."""
    own = books.filter(pl.col("field") == field).select("table", "decision")
    base = books.filter(pl.col("field") == WHOLE_TABLE).select("table", "decision")
    chosen = pl.concat([own, base.join(own, on="table", how="anti")])
    listed = codes(field).select(
        pl.col("codebook").alias("decision"), pl.col("code").cast(pl.Int16).alias("number"), "label"
    )
    return chosen.join(listed, on="decision").select("table", "number", "label")


def _same_in_every_book(field: str) -> pl.DataFrame:
    """``number``, ``label`` of the codes on which the several codebooks of the field agree."""
    listed = codes(field).select("codebook", pl.col("code").cast(pl.Int16).alias("number"), "label")
    books = listed.get_column("codebook").n_unique()
    agreed = listed.group_by("number").agg(
        pl.col("label").first(),
        pl.col("label").n_unique().alias("readings"),
        pl.col("codebook").n_unique().alias("books"),
    )
    several = (pl.col("readings") == 1) & (pl.col("books") == books) & (books > 1)
    return agreed.filter(several & (field != "pekerjaan")).select("number", "label")


def _unread(read: pl.DataFrame, field: str) -> pl.DataFrame:
    """A decision ``ambiguous`` for each table in which numbers of the field found no meaning."""
    counted = read.group_by("table").agg(
        (pl.col("number").is_not_null() & pl.col("label").is_null()).sum().alias("numbers")
    )
    return counted.filter(pl.col("numbers") > 0).select(
        "table",
        pl.lit(field).alias("field"),
        pl.lit(UNDECIDED).alias("decision"),
        pl.format("{} numbers without a meaning", "numbers").alias("evidence"),
    )


_YES = (
    "YA", "Y", "IYA", "YES", "1", "X", "V", "VV", "TRUE", "T", "BENAR", "ADA", "PENERIMA", "MENERIMA",
    "DAPAT", "AKTIF", "TERDAFTAR", "SUDAH",
)  # fmt: skip
_NO = (
    "TIDAK", "TDK", "N", "NO", "0", "2", "FALSE", "F", "BUKAN", "TIDAK ADA", "TDK ADA", "BELUM", "NON",
    "NONAKTIF",
)  # fmt: skip
_TICKS, _CROSSES = "[\u2713\u2714\u221a\u2611]", "[\u2715\u2717\u2718\u00d7\u2612]"


def flag(text: pl.Expr) -> pl.Expr:
    """Whether an aid flag says yes; null where it says nothing.

    1 is yes in every layout and 2 is no (Regsosek); an amount or a year of aid above 2 is a yes.
    """
    word = squeezed(text.str.replace_all(_TICKS, "V").str.replace_all(_CROSSES, "X"))
    word = word.str.strip_chars(" .,;:'\"()").str.replace(r"[.,]0+$", "")
    start = word.str.extract(r"^(YA|TIDAK|TDK|BUKAN|BELUM|NON)\b", 1)
    amount = word.str.replace_all(r"^RP\.?\s*|[.,\s]", "").cast(pl.Int64, strict=False)
    return (
        pl.when(word.is_in(list(_YES)) | (start == "YA") | (amount > 2)).then(pl.lit(value=True))
        .when(word.is_in(list(_NO)) | start.is_not_null() | (amount <= 0)).then(pl.lit(value=False))
    )  # fmt: skip


def desil(text: pl.Expr) -> pl.Expr:
    """The welfare decile 1..10 (``DESIL 3``, ``3``, ``3.0``); null for anything else."""
    number = (
        squeezed(text).str.extract(r"^(?:DESIL\s*)?0?(\d{1,2})(?:[.,]0+)?\b", 1).cast(pl.Int8, strict=False)
    )
    return pl.when(number.is_between(1, 10)).then(number)
