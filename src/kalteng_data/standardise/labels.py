"""Coded fields: words by their spellings, numbers by the codebook of their whole table.

The same number means different things in different codebooks (family role 3 is the wife in adminduk, a
child in Regsosek), so numbers are read only when the table's codebook is known (``codebooks``). Otherwise
they stay null and a decision ``ambiguous`` says so.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl
from rapidfuzz.distance import OSA

from kalteng_data.reference import all_codes, all_variants
from kalteng_data.reference.status import told_by_remark
from kalteng_data.schemas import closed_lists
from kalteng_data.standardise import legends
from kalteng_data.standardise.codebooks import UNDECIDED, WHOLE_TABLE
from kalteng_data.standardise.roles import spelled_out
from kalteng_data.standardise.text import squeezed, without

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

FIELDS: tuple[str, ...] = (
    "jenis_kelamin", "agama", "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan",
    "golongan_darah", "disabilitas", "status_dasar",
)  # fmt: skip
"""Fields that hold a label or a code."""

_SEXES = (("PEREMPUAN", "P"), ("LAKILAKI", "L"), ("WANITA", "P"), ("PRIA", "L"))
_LEAST, _SHORT = 3, 4
_CODES = 100
"""Numbers of two digits."""
_SIGNS = r"[^\p{L}\p{N}]"
"""What a word is compared without: all but letters and digits."""
_WANITA = r"(?i)^\W*w(?:anita|nt)?\W*$"
_SUDAH = r"(?i)^\W*s\W*$"


def labels(raw: pl.DataFrame, books: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Canonical labels of all coded fields.

    Each distinct cell is read once, those of all fields together, or once for each codebook that the numbers
    of some table follow.

    Args:
        raw: raw rows with ``table`` and ``FIELDS``.
        books: the frame of ``codebooks``.

    Returns:
        A column for each of ``FIELDS``, null where blank, unknown or a number whose codebook is not known,
        an Enum where the field's list is closed; and a decision ``ambiguous`` for each table and field with
        such numbers.
    """
    told = legends.MEN_AND_WOMEN in books.get_column("decision")
    cells = _cells(raw, as_text={"jenis_kelamin"} if told else set())
    read = {field: raw.get_column(field) for field in FIELDS}
    if not cells:
        return pl.DataFrame(read), books.clear()
    words = _words(_distinct(cells))
    chosen = _chosen(raw.get_column("table").unique(), cells, books)
    asked = _asked(words, chosen)
    known = _numbered(words, asked).partition_by("field", as_dict=True, include_key=False)
    closed = closed_lists()
    table, decided = raw.get_column("table"), [books.clear()]
    for field, column in cells.items():
        rows, mine = pl.DataFrame([table, column.alias("value")]), known[field,]
        mine = mine.with_columns(pl.col("label").cast(closed.get(field, pl.String)))
        by_table = chosen[field] if len(asked[field]) > 1 else None
        read[field], unread = _labelled(rows, mine, field, by_table)
        decided += unread
        if field == "status_kawin" and _has(rows, mine, _SUDAH):
            read[field] = legends.married_by_letter(rows, read[field])
        if field == "jenis_kelamin" and (told or _has(rows, mine, _WANITA)):
            read[field], letters = _with_men(rows, read[field], chosen[field])
            decided.append(letters)
    return pl.DataFrame(read).with_columns(_spouse()), pl.concat(decided)


def _spouse() -> pl.Expr:
    """Regsosek's "wife or husband" is the one that the person's sex says; without a sex it stays."""
    spouse, sex = pl.col("shdk") == "ISTRI/SUAMI", pl.col("jenis_kelamin")
    return (
        pl.when(spouse & (sex == "P")).then(pl.lit("ISTRI")).when(spouse & (sex == "L")).then(pl.lit("SUAMI"))
        .otherwise("shdk").alias("shdk")
    )  # fmt: skip


def _cells(raw: pl.DataFrame, as_text: Collection[str]) -> dict[str, pl.Series]:
    """The columns in which something stands, by their field.

    A column of nothing but numbers below 100 comes as such, unless it is wanted ``as_text``: integers are
    found in a list at once.
    """
    filled = [field for field in FIELDS if raw.get_column(field).null_count() < raw.height]
    texts = {field: raw.get_column(field) for field in filled}
    numbers = raw.select(
        pl.when(pl.col(field).str.len_bytes() <= 2).then(field).cast(pl.UInt8, strict=False).alias(field)
        for field in filled
        if field not in as_text
    ).to_dict()
    return texts | {f: n for f, n in numbers.items() if n.null_count() == texts[f].null_count()}


def _distinct(cells: Mapping[str, pl.Series]) -> pl.DataFrame:
    """``field`` and ``value``: the different cells of each column as text, without those that are null."""
    values = [column.unique().cast(pl.String) for column in cells.values()]
    return pl.DataFrame({"field": list(cells), "value": values}).explode("value").drop_nulls()


def _words(distinct: pl.DataFrame) -> pl.DataFrame:
    """``field, value, label, number`` of distinct cells: what they say without a codebook."""
    text = squeezed(pl.col("value")).str.replace_all(r"\s*/\s*", "/").str.strip_chars(" .,;:'\"")
    number = pl.col("text").str.extract(r"^0*(\d{1,3})(?:[.,]0+)?$", 1).cast(pl.Int16)
    # "3 - ISTRI" or "3. ISTRI": the word beside the number needs no codebook.
    word = pl.when(pl.col("number").is_null()).then(pl.col("text").str.replace(r"^\d{1,2}\s*[-.:)=]\s*", ""))
    spelled, loose = _spellings()
    frame = (
        distinct.with_columns(text.alias("text"))
        .with_columns(number.alias("number"))
        .with_columns(word.alias("word"))
        .with_columns(_compact("word").alias("compact"))
        .join(spelled, on=["field", "word"], how="left")
        .join(loose, on=["field", "compact"], how="left")
    )
    # Blood group A- is not A: there signs count, elsewhere KEP. KELUARGA is KEP KELUARGA.
    signs = pl.col("field") == "golongan_darah"
    kept = pl.when(pl.col("field").is_in(legends.FREE)).then(without(pl.col("word")))
    label = pl.coalesce("label", pl.when(~signs).then("loose"), kept)
    return _guessed(frame.with_columns(label.alias("label"))).select("field", "value", "label", "number")


@cache
def _spellings() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Labels by ``field`` and ``word``; and those that are ``loose``, by ``field`` and ``compact``."""
    spelled = all_variants().select("field", pl.col("variant").alias("word"), "label")
    loose = spelled.select("field", _compact("word").alias("compact"), pl.col("label").alias("loose"))
    return spelled, loose.unique(["field", "compact"], keep="first", maintain_order=True)


def _guessed(read: pl.DataFrame) -> pl.DataFrame:
    """Read words, and labels of those that no list has, in the fields where they can be guessed."""
    strange = pl.col("label").is_null() & pl.col("word").is_not_null() & pl.col("field").is_in(list(_GUESSES))
    rest = read.filter(strange)
    if rest.is_empty():
        return read
    parts = [
        part.with_columns(_GUESSES[part.item(0, "field")]().alias("label"))
        for part in rest.partition_by("field")
    ]
    return pl.concat([read.filter(~strange), *parts])


def _role() -> pl.Expr:
    """The family role that is spelled out, letters and digits alone."""
    loose = _spellings()[1].filter(pl.col("field") == "shdk")
    whole = spelled_out(pl.col("word")).str.replace_all(_SIGNS, "")
    return whole.replace_strict(loose["compact"], loose["loose"], default=None)


def _sex() -> pl.Expr:
    """The sex of whose words this is the beginning, three letters at least, or a slip of the hand."""
    compact = pl.col("compact")
    begun = (
        pl.when((compact.str.len_bytes() >= _LEAST) & pl.lit(whole).str.starts_with(compact)).then(
            pl.lit(sex)
        )
        for whole, sex in _SEXES
    )
    slips = compact.map_batches(lambda words: pl.Series([*map(_slip, words)], dtype=pl.String))
    return pl.coalesce(*begun, slips)


def _slip(word: str) -> str | None:
    """The sex whose word this is but for a slip in four letters (``PRENPUAN``); short words have none."""
    near = (
        sex
        for whole, sex in _SEXES
        if word[:1] == whole[0] and len(whole) // 4 >= OSA.distance(word, whole) and len(whole) > _SHORT
    )
    return next(near, None)


def _remark() -> pl.Expr:
    return told_by_remark(pl.col("text"))


_GUESSES: Mapping[str, Callable[[], pl.Expr]] = {
    "shdk": _role,
    "status_dasar": _remark,
    "jenis_kelamin": _sex,
}


def _compact(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(_SIGNS, "")


def _chosen(
    tables: Iterable[int], fields: Iterable[str], books: pl.DataFrame
) -> dict[str, dict[int, str | None]]:
    """For each field the codebook of each of ``tables``, ``None`` where nothing was decided."""
    decided: dict[str, dict[int, str]] = {}
    for table, field, decision in books.select("table", "field", "decision").rows():
        decided.setdefault(field, {})[table] = decision
    whole = decided.get(WHOLE_TABLE, {})
    return {
        field: {table: decided.get(field, {}).get(table, whole.get(table)) for table in tables}
        for field in fields
    }


def _asked(words: pl.DataFrame, chosen: Mapping[str, Mapping[int, str | None]]) -> dict[str, set[str | None]]:
    """The codebooks that the numbers of each field may follow; one that does not matter where none stand."""
    numbered = set(words.filter(pl.col("number").is_not_null()).get_column("field"))
    return {field: set(books.values()) if field in numbered else {None} for field, books in chosen.items()}


def _numbered(words: pl.DataFrame, asked: Mapping[str, set[str | None]]) -> pl.DataFrame:
    """The frame of ``_words`` once for each codebook ``asked``, with the labels of numbers.

    Returns:
        ``field, book, value, label`` and ``unread``: a number that has no meaning there.
    """
    number = pl.col("number").is_not_null()
    books = pl.DataFrame(
        [(field, book) for field, mine in asked.items() for book in mine],
        schema={"field": pl.String, "book": pl.String},
        orient="row",
    )
    read = words.join(books, on="field", how="left")
    if words.get_column("number").null_count() < words.height:
        by_book, by_all = _listed()
        by_book = pl.concat([by_book, legends.of_numbers(books)])
        read = read.join(by_book, on=["field", "book", "number"], how="left")
        read = read.join(by_all, on=["field", "number"], how="left")
        read = read.with_columns(pl.coalesce("label", "by_book", "by_all").alias("label"))
    return read.select(
        "field", "book", "value", "label", (number & pl.col("label").is_null()).alias("unread")
    )


@cache
def _listed() -> tuple[pl.DataFrame, pl.DataFrame]:
    """What numbers mean: ``by_book`` in each codebook of a field, ``by_all`` where its several ones agree."""
    listed = (
        all_codes()
        .filter(pl.col("field").is_in(FIELDS))
        .select(
            "field",
            pl.col("codebook").alias("book"),
            pl.col("code").cast(pl.Int16).alias("number"),
            pl.col("label").alias("by_book"),
        )
    )
    agreed = (
        listed.with_columns(pl.col("book").n_unique().over("field").alias("all"))
        .group_by("field", "number")
        .agg(
            pl.col("by_book").first().alias("by_all"),
            pl.col("by_book").n_unique().alias("readings"),
            pl.col("book").n_unique().alias("books"),
            pl.col("all").first(),
        )
        .filter(
            (pl.col("readings") == 1)
            & (pl.col("books") == pl.col("all"))
            & (pl.col("books") > 1)
            & (pl.col("field") != "pekerjaan")
        )
        .select("field", "number", "by_all")
    )
    return listed, agreed


def _labelled(
    rows: pl.DataFrame, known: pl.DataFrame, field: str, books: Mapping[int, str | None] | None
) -> tuple[pl.Series, list[pl.DataFrame]]:
    """Labels of ``rows`` (``table, value``), and decisions on tables in which numbers stay unread.

    Args:
        rows: a row per row.
        known: ``book, value, label, unread`` of the distinct cells.
        field: the field.
        books: the codebook of each table, where the reading depends on it.
    """
    values = rows.get_column("value")
    unread = known.get_column("unread").any()
    if books is not None:
        book = rows.get_column("table").replace_strict(books, return_dtype=pl.String).alias("book")
        known = known.with_columns(pl.col("value").cast(values.dtype))
        found = rows.with_columns(book)
        keys = ["value", "book"]
        found = found.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")
    elif values.dtype == pl.UInt8:
        wanted = [known.get_column(name) for name in (("label", "unread") if unread else ("label",))]
        found = rows.hstack([_by_number(column, known.get_column("value"), values) for column in wanted])
    else:
        found = rows.join(known, on="value", how="left", maintain_order="left")
    return found.get_column("label").alias(field), [_unread(found, field)] if unread else []


def _by_number(column: pl.Series, numbers: pl.Series, values: pl.Series) -> pl.Series:
    """What ``column`` says of ``numbers`` (text), for each of ``values``."""
    listed = pl.Series(column.name, [None] * _CODES, dtype=column.dtype)
    return listed.scatter(numbers.cast(values.dtype), column).gather(values)


def _unread(read: pl.DataFrame, field: str) -> pl.DataFrame:
    """A decision ``ambiguous`` for each table in which numbers of the field found no meaning."""
    counted = read.group_by("table").agg(pl.col("unread").sum().alias("numbers"))
    return counted.filter(pl.col("numbers") > 0).select(
        "table",
        pl.lit(field).alias("field"),
        pl.lit(UNDECIDED).alias("decision"),
        pl.format("numbers={}", "numbers").alias("evidence"),
    )


def _has(rows: pl.DataFrame, known: pl.DataFrame, pattern: str) -> bool:
    """Whether cells of the pattern (a W for women, an S for married) stand in the column."""
    return rows.schema["value"] == pl.String and known.get_column("value").str.contains(pattern).any()


def _with_men(
    rows: pl.DataFrame, read: pl.Series, books: Mapping[int, str | None]
) -> tuple[pl.Series, pl.DataFrame]:
    """The sexes ``read``, P being a man in tables where W stands and no L; and the decisions that say so."""
    told = [table for table, book in books.items() if book == legends.MEN_AND_WOMEN]
    tables, decided = legends.men_and_women(rows, pl.Series("table", told, dtype=rows.schema["table"]))
    man = pl.col("table").is_in(tables.implode()) & pl.col("value").str.contains(r"(?i)^\W*p\W*$")
    label = rows.select(pl.when(man).then(pl.lit("L")).otherwise(read).alias(read.name)).to_series()
    return label, decided.select(
        "table",
        pl.lit("jenis_kelamin").alias("field"),
        pl.lit(legends.MEN_AND_WOMEN).alias("decision"),
        "evidence",
    )
