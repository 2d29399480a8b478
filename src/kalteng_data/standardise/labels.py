"""Coded fields: words by their spellings, numbers by the codebook of their whole table.

The same number means different things in different codebooks (family role 3 is the wife in adminduk, a child in
Regsosek), so numbers are read only when the table's codebook is known: declared, told by its layout, or plain from
its own rows. Otherwise they stay null and the decision says ``ambiguous``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.reference import ADMINDUK, ADMINDUK_99, REGSOSEK, codes, variants
from kalteng_data.standardise.text import mapped, said, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kalteng_data.model import Table

FIELDS: tuple[str, ...] = (
    "jenis_kelamin", "agama", "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan",
    "golongan_darah", "disabilitas", "status_dasar",
)  # fmt: skip
"""Fields that hold a label or a code."""

_FREE = frozenset({"agama", "pendidikan", "pekerjaan", "disabilitas"})
"""Fields whose unknown words are kept as they stand; elsewhere an unknown word is no value."""

_LAYOUT_BOOKS: tuple[tuple[str, str], ...] = (
    ("regsosek", REGSOSEK), ("dtsen", REGSOSEK), ("opensid", ADMINDUK), ("siak", ADMINDUK), ("bip", ADMINDUK),
    ("ektp", ADMINDUK),
)  # fmt: skip
"""Words in a layout's name and the codebook that such files carry."""

_MINIMUM = 20
"""Fewer numbers than this do not tell a codebook by their shares."""

UNDECIDED = "ambiguous"


def codebooks(raw: pl.DataFrame, tables: Iterable[Table], declared: Mapping[int, str]) -> pl.DataFrame:
    """The codebook of each table's numbers.

    Args:
        raw: raw rows with ``table``, ``shdk``, ``jenis_kelamin``, ``tanggal_lahir`` and ``pekerjaan``.
        tables: the tables; a layout that is known settles it.
        declared: codebook by table index, from the settings; comes before everything.

    Returns:
        ``table``, ``field`` (``shdk`` for what holds for the whole table, ``pekerjaan`` for the longer list of
        occupations), ``decision`` (a codebook or ``ambiguous``), ``evidence``. Tables without numbers are absent.
    """
    whole = _by_shares(raw)
    told = {
        t.index: book
        for t in tables
        for word, book in reversed(_LAYOUT_BOOKS)
        if word in (t.layout or "").lower()
    }
    known = pl.DataFrame(
        [(i, book, "layout") for i, book in told.items() if i not in declared]
        + [(i, book, "declared") for i, book in declared.items()],
        schema={"table": pl.UInt32, "told": pl.String, "why": pl.String},
        orient="row",
    )
    joined = whole.join(known, on="table", how="full", coalesce=True)
    decided = joined.select(
        "table",
        pl.lit("codebook").alias("field"),
        pl.coalesce("told", "decision").alias("decision"),
        pl.coalesce("why", "evidence").alias("evidence"),
    ).sort("table")
    return pl.concat([decided, _longer_list(raw)])


def _by_shares(raw: pl.DataFrame) -> pl.DataFrame:
    """What the family roles of a table say: which number wives and children stand under."""
    role = pl.col("shdk").str.extract(r"^\s*0?(\d{1,2})(?:[.,]0)?\s*$", 1).cast(pl.Int8)
    female = pl.col("jenis_kelamin").str.contains(r"(?i)^\s*(?:2|p|w|f)")
    male = pl.col("jenis_kelamin").str.contains(r"(?i)^\s*(?:1|l|m)")
    seen = raw.lazy().select("table", role.alias("role"), female.alias("female"), male.alias("male")).filter(
        pl.col("role").is_not_null()
    ).collect()  # fmt: skip
    counted = seen.group_by("table").agg(
        pl.len().alias("n"),
        (pl.col("role") == 2).sum().alias("two"),
        (pl.col("role") == 3).sum().alias("three"),
        (pl.col("role") == 4).sum().alias("four"),
        ((pl.col("role") == 3) & pl.col("male")).sum().alias("three_male"),
        (pl.col("role") > 8).sum().alias("beyond"),
    )
    # adminduk: 3 are wives, never men, and 4 are the many children; Regsosek: 3 are the many children, half men.
    male_share = pl.col("three_male") / pl.col("three")
    adminduk = (pl.col("four") > pl.col("two")) & (male_share < 0.15)
    regsosek = (pl.col("three") > pl.col("four")) & (male_share > 0.25) & (pl.col("beyond") == 0)
    return counted.select(
        "table",
        pl.when(pl.col("n") < _MINIMUM).then(pl.lit(UNDECIDED)).when(adminduk).then(pl.lit(ADMINDUK))
        .when(regsosek).then(pl.lit(REGSOSEK)).otherwise(pl.lit(UNDECIDED)).alias("decision"),
        pl.format("shdk 2:{} 3:{} 4:{} men under 3:{}", "two", "three", "four", "three_male").alias("evidence"),
    )  # fmt: skip


def _longer_list(raw: pl.DataFrame) -> pl.DataFrame:
    """Tables whose occupations go beyond 89 carry the longer list, in which 99 is "others"."""
    number = pl.col("pekerjaan").str.extract(r"^\s*(\d{1,2})(?:[.,]0)?\s*$", 1).cast(pl.Int8)
    highest = (
        raw.lazy()
        .group_by("table")
        .agg(number.max().alias("highest"))
        .filter(pl.col("highest") > 89)
        .collect()
    )
    return highest.sort("table").select(
        "table", pl.lit("pekerjaan").alias("field"), pl.lit(ADMINDUK_99).alias("decision"),
        pl.format("highest code {}", "highest").alias("evidence"),
    )  # fmt: skip


def label(raw: pl.DataFrame, field: str, books: pl.DataFrame) -> pl.Series:
    """Canonical labels of one coded field.

    Args:
        raw: raw rows with ``table`` and ``field``.
        field: one of ``FIELDS``.
        books: the frame of ``codebooks``.

    Returns:
        Labels in the order of ``raw``; null where blank, unknown or a number whose codebook is not known.
    """
    read = mapped(raw.get_column(field), lambda distinct: _words(distinct, field))
    frame = pl.concat([raw.select("table"), read], how="horizontal")
    if frame.get_column("number").null_count() == frame.height:
        return frame.get_column("label").alias(field)
    meaning = _meanings(field, books).with_columns(pl.col("number").cast(pl.Int16))
    numbers = meaning.rename({"label": "by_number"})
    done = frame.join(numbers, on=["table", "number"], how="left", maintain_order="left")
    everywhere = _same_in_every_book(field)
    sure = pl.col("number").replace_strict(everywhere, default=None, return_dtype=pl.String)
    return done.select(pl.coalesce("label", "by_number", sure).alias(field)).to_series()


def _words(distinct: pl.DataFrame, field: str) -> pl.DataFrame:
    """``label`` and ``number`` of distinct cells."""
    text = said(pl.col("value")).str.replace_all(r"\s*/\s*", "/").str.strip_chars(" .,;:'\"")
    frame = distinct.with_columns(text.alias("text"))
    number = pl.col("text").str.extract(r"^0*(\d{1,3})(?:[.,]0+)?$", 1)
    # "3 - ISTRI" or "3. ISTRI": the word beside the number needs no codebook.
    worded = pl.col("text").str.replace(r"^\d{1,2}\s*[-.:)=]\s*", "")
    frame = frame.with_columns(number.cast(pl.Int16).alias("number"), worded.alias("word"))
    known = variants(field).select(pl.col("variant").alias("word"), "label")
    loose = known.select(_compact("word").alias("compact"), pl.col("label").alias("loose")).unique(
        "compact", keep="first", maintain_order=True
    )
    if field == "golongan_darah":
        loose = loose.clear()
    frame = frame.with_columns(_compact("word").alias("compact"))
    frame = frame.join(known, on="word", how="left").join(loose, on="compact", how="left")
    label = pl.coalesce("label", "loose")
    if field in _FREE:
        label = pl.coalesce(label, pl.col("word"))
    return frame.select("value", pl.when(pl.col("number").is_null()).then(label).alias("label"), "number")


def _compact(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[^\p{L}\p{N}]", "")


def _meanings(field: str, books: pl.DataFrame) -> pl.DataFrame:
    """``table``, ``number``, ``label`` for every table whose codebook of the field is known."""
    base = books.filter(pl.col("field") == "codebook").select("table", "decision")
    own = books.filter(pl.col("field") == field).select("table", "decision")
    chosen = pl.concat([own, base.join(own, on="table", how="anti")])
    listed = codes(field).select(
        pl.col("codebook").alias("decision"), pl.col("code").alias("number"), "label"
    )
    return chosen.join(listed, on="decision").select("table", "number", "label")


def _same_in_every_book(field: str) -> dict[int, str]:
    """Numbers that every codebook of the field reads alike, where there is more than one."""
    listed = codes(field)
    if listed.get_column("codebook").n_unique() < 2 or field == "pekerjaan":
        return {}
    agreed = listed.group_by("code").agg(
        pl.col("label").n_unique().alias("readings"), pl.col("label").first(), pl.col("codebook").n_unique().alias("books")
    ).filter((pl.col("readings") == 1) & (pl.col("books") == listed.get_column("codebook").n_unique()))  # fmt: skip
    return {int(code): text for code, text in agreed.select("code", "label").iter_rows()}


_YES = (
    "YA", "Y", "IYA", "YES", "1", "X", "V", "VV", "✓", "✔", "√", "TRUE", "T", "BENAR", "ADA", "PENERIMA", "MENERIMA",
    "DAPAT", "AKTIF", "TERDAFTAR", "SUDAH",
)  # fmt: skip
_NO = (
    "TIDAK", "TDK", "N", "NO", "0", "2", "FALSE", "F", "BUKAN", "TIDAK ADA", "TDK ADA", "BELUM", "TIDAK MENERIMA",
    "TIDAK DAPAT", "BUKAN PENERIMA", "NON", "NON AKTIF", "TIDAK AKTIF", "NONAKTIF", "TIDAK TERDAFTAR",
)  # fmt: skip


def flag(text: pl.Expr) -> pl.Expr:
    """Whether an aid flag says yes; null where it says nothing.

    1 is yes in every layout and 2 is no (Regsosek); an amount or a year of aid above 2 is a yes.
    """
    ticks = text.str.replace_all("[✓✔√☑]", "V").str.replace_all("[✗✘✕×☒]", "X")
    word = squeezed(ticks).str.strip_chars(" .,;:'\"()").str.replace(r"[.,]0+$", "")
    start = word.str.extract(r"^(YA|TIDAK|TDK|BUKAN)\b", 1)
    amount = word.str.replace_all(r"^RP\.?\s*|[.,\s]", "").cast(pl.Int64, strict=False)
    return (
        pl.when(word.is_in(list(_YES))).then(pl.lit(value=True)).when(word.is_in(list(_NO))).then(pl.lit(value=False))
        .when(start == "YA").then(pl.lit(value=True)).when(start.is_not_null()).then(pl.lit(value=False))
        .when(amount > 2).then(pl.lit(value=True)).when(amount <= 0).then(pl.lit(value=False))
    )  # fmt: skip


def desil(text: pl.Expr) -> pl.Expr:
    """The welfare decile 1..10 (``DESIL 3``, ``3``, ``3.0``); null for anything else."""
    number = (
        squeezed(text).str.extract(r"^(?:DESIL\s*)?0?(\d{1,2})(?:[.,]0+)?\b", 1).cast(pl.Int8, strict=False)
    )
    return pl.when(number.is_between(1, 10)).then(number)
