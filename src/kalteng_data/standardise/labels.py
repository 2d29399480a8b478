"""Coded fields: words by their spellings, numbers by the codebook of their whole table.

The same number means different things in different codebooks (family role 3 is the wife in adminduk, a
child in Regsosek), so numbers are read only when the table's codebook is known (``codebooks``). Otherwise
they stay null and a decision ``ambiguous`` says so.
"""

from __future__ import annotations

import polars as pl

from kalteng_data.reference import codes, variants
from kalteng_data.reference.status import told_by_remark
from kalteng_data.standardise import legends
from kalteng_data.standardise.codebooks import UNDECIDED, WHOLE_TABLE
from kalteng_data.standardise.roles import spelled_out
from kalteng_data.standardise.text import squeezed, without

FIELDS: tuple[str, ...] = (
    "jenis_kelamin", "agama", "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan",
    "golongan_darah", "disabilitas", "status_dasar",
)  # fmt: skip
"""Fields that hold a label or a code."""

_SEXES = (("PEREMPUAN", "P"), ("LAKILAKI", "L"), ("WANITA", "P"), ("PRIA", "L"))
_LEAST = 3
_CODES = 100
"""Numbers of two digits."""
_WANITA = r"(?i)^\W*w(?:anita|nt)?\W*$"


def labels(raw: pl.DataFrame, books: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Canonical labels of all coded fields.

    Args:
        raw: raw rows with ``table`` and ``FIELDS``.
        books: the frame of ``codebooks``.

    Returns:
        A column for each of ``FIELDS``, null where blank, unknown or a number whose codebook is not known;
        and a decision ``ambiguous`` for each table and field with such numbers.
    """
    read = [_read(raw, field, books) for field in FIELDS]
    unread = [counted for _, counted in read if counted is not None]
    frame = pl.DataFrame([label for label, _ in read]).with_columns(_spouse())
    return frame, pl.concat(unread) if unread else books.clear()


def _spouse() -> pl.Expr:
    """Regsosek's "wife or husband" is the one that the person's sex says; without a sex it stays."""
    spouse, sex = pl.col("shdk") == "ISTRI/SUAMI", pl.col("jenis_kelamin")
    return (
        pl.when(spouse & (sex == "P")).then(pl.lit("ISTRI")).when(spouse & (sex == "L")).then(pl.lit("SUAMI"))
        .otherwise("shdk").alias("shdk")
    )  # fmt: skip


def _read(raw: pl.DataFrame, field: str, books: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame | None]:
    """Labels of one field, a row per row; and the decisions of ``_unread`` where numbers stay unread.

    Each distinct cell is read once, or once for each codebook that the numbers of some table follow.
    """
    if raw.get_column(field).null_count() == raw.height:
        return pl.repeat(None, raw.height, dtype=pl.String, eager=True).alias(field), None
    told = field == "jenis_kelamin" and legends.MEN_AND_WOMEN in books.get_column("decision")
    value = raw.get_column(field) if told else _codes_or_words(raw.get_column(field))
    cells = raw.select("table", value.alias("value"))
    distinct = cells.lazy().select("value").drop_nulls().unique().collect()
    texts = distinct.cast(pl.String)
    words = _words(texts, field).with_columns(pl.col("value").cast(value.dtype))
    read, unread = _labelled(cells, distinct, words, field, books)
    if told or (field == "jenis_kelamin" and texts.get_column("value").str.contains(_WANITA).any()):
        read, decided = _with_men(cells, read, books)
        unread = decided if unread is None else pl.concat([unread, decided])
    return read.alias(field), unread


def _codes_or_words(values: pl.Series) -> pl.Series:
    """A column of nothing but numbers below 100 as such: integers are found in a list at once."""
    short = pl.when(pl.col("cell").str.len_bytes() <= 2).then("cell").cast(pl.UInt8, strict=False)
    numbers = values.alias("cell").to_frame().select(short).to_series()
    return numbers if numbers.null_count() == values.null_count() else values


def _labelled(
    cells: pl.DataFrame, distinct: pl.DataFrame, words: pl.DataFrame, field: str, books: pl.DataFrame
) -> tuple[pl.Series, pl.DataFrame | None]:
    """Labels of ``cells`` by the ``words`` of their ``distinct`` values, numbers by their tables' books."""
    if words.get_column("number").null_count() == words.height:
        return cells.join(words, on="value", how="left", maintain_order="left")["label"], None
    chosen = _chosen(field, books)
    cells = cells.with_columns(_book_of(cells.get_column("table"), chosen))
    keys = ["value", "book"]
    if cells.get_column("book").null_count() == 0 and chosen.get_column("book").n_unique() == 1:
        keys = ["value"]
        distinct = distinct.with_columns(pl.lit(chosen.get_column("book").first()).alias("book"))
    else:
        distinct = cells.lazy().select(keys).filter(pl.col("value").is_not_null()).unique().collect()
    known = (
        distinct.join(words, on="value", how="left")
        .join(_by_book(field, chosen.get_column("book")), on=["book", "number"], how="left")
        .join(_same_in_every_book(field), on="number", how="left")
        .select(*keys, pl.coalesce("label", "by_book", "by_all").alias("label"), "number")
        .with_columns((pl.col("number").is_not_null() & pl.col("label").is_null()).alias("unread"))
    )
    if keys == ["value"] and cells.schema["value"] == pl.UInt8:
        listed = pl.int_range(_CODES, dtype=pl.UInt8, eager=True).alias("value").to_frame()
        listed = listed.join(known, on="value", how="left", maintain_order="left")
        at = cells.get_column("value")
        found = [listed.get_column(name).gather(at) for name in ("label", "unread")]
        read = cells.select("table").hstack(found)
    else:
        read = cells.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")
    unread = _unread(read, field) if known.get_column("unread").any() else None
    return read.get_column("label"), unread


def _with_men(cells: pl.DataFrame, read: pl.Series, books: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """The sexes ``read``, P being a man in tables where W stands and no L; and the decisions that say so."""
    chosen = _chosen("jenis_kelamin", books).filter(pl.col("book") == legends.MEN_AND_WOMEN)
    tables, decided = legends.men_and_women(cells, chosen.get_column("table").cast(cells.schema["table"]))
    man = pl.col("table").is_in(tables.implode()) & pl.col("value").str.contains(r"(?i)^\W*p\W*$")
    label = cells.select(pl.when(man).then(pl.lit("L")).otherwise(read)).to_series()
    return label, decided.select(
        "table",
        pl.lit("jenis_kelamin").alias("field"),
        pl.lit(legends.MEN_AND_WOMEN).alias("decision"),
        "evidence",
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
    if field == "shdk":
        frame = frame.with_columns(spelled_out(pl.col("word")).alias("whole"))
        frame = frame.with_columns(_compact("whole").alias("whole"))
        frame = frame.join(loose.rename({"loose": "role"}), left_on="whole", right_on="compact", how="left")
        label = pl.coalesce(label, "role")
    if field == "status_dasar":
        label = pl.coalesce(label, told_by_remark(pl.col("text")))
    if field == "jenis_kelamin":
        label = pl.coalesce(label, *(_begins(whole, sex) for whole, sex in _SEXES))
    kept = pl.coalesce(label, without(pl.col("word"))) if field in legends.FREE else label
    return frame.select("value", kept.alias("label"), "number")


def _begins(whole: str, sex: str) -> pl.Expr:
    """``sex`` where the word is the beginning of ``whole``, three letters at least."""
    compact = pl.col("compact")
    return pl.when((compact.str.len_bytes() >= _LEAST) & pl.lit(whole).str.starts_with(compact)).then(
        pl.lit(sex)
    )


def _compact(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[^\p{L}\p{N}]", "")


def _chosen(field: str, books: pl.DataFrame) -> pl.DataFrame:
    """``table`` and ``book`` of the field, for every table of which something was decided."""
    own = books.filter(pl.col("field") == field).select("table", "decision")
    base = books.filter(pl.col("field") == WHOLE_TABLE).select("table", "decision")
    return pl.concat([own, base.join(own, on="table", how="anti")]).rename({"decision": "book"})


def _book_of(table: pl.Series, chosen: pl.DataFrame) -> pl.Series:
    """``book`` of each row's table, null where nothing was decided."""
    books = dict(zip(chosen.get_column("table"), chosen.get_column("book"), strict=True))
    return table.replace_strict(books, default=None, return_dtype=pl.String).alias("book")


def _by_book(field: str, chosen: pl.Series) -> pl.DataFrame:
    """``book``, ``number`` and the label ``by_book`` of each list, and of legends among ``chosen``."""
    number = pl.col("code").cast(pl.Int16).alias("number")
    listed = codes(field).select(pl.col("codebook").alias("book"), number, pl.col("label").alias("by_book"))
    return pl.concat([listed, legends.of_numbers(chosen)])


def _same_in_every_book(field: str) -> pl.DataFrame:
    """``number`` and the label ``by_all`` of the codes on which the several codebooks of the field agree."""
    listed = codes(field).select("codebook", pl.col("code").cast(pl.Int16).alias("number"), "label")
    books = listed.get_column("codebook").n_unique()
    agreed = listed.group_by("number").agg(
        pl.col("label").first(),
        pl.col("label").n_unique().alias("readings"),
        pl.col("codebook").n_unique().alias("books"),
    )
    several = (pl.col("readings") == 1) & (pl.col("books") == books) & (books > 1)
    return agreed.filter(several & (field != "pekerjaan")).select("number", pl.col("label").alias("by_all"))


def _unread(read: pl.DataFrame, field: str) -> pl.DataFrame:
    """A decision ``ambiguous`` for each table in which numbers of the field found no meaning."""
    counted = read.group_by("table").agg(pl.col("unread").sum().alias("numbers"))
    return counted.filter(pl.col("numbers") > 0).select(
        "table",
        pl.lit(field).alias("field"),
        pl.lit(UNDECIDED).alias("decision"),
        pl.format("numbers={}", "numbers").alias("evidence"),
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
