"""Names of people: what is printed, what is compared, and what sounds alike.

Each distinct name is taken apart once, each distinct word is judged once. Titles stand on some documents only
(Permendagri 73/2022 keeps them off civil deeds), so they leave the name that is compared and stay in the
one printed.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

import polars as pl

from kalteng_data.reference import variants
from kalteng_data.standardise.text import APOSTROPHES, NOTHING, mapped, squeezed, unaccented, without

_JUNK_EDGES = " ,;:-_=*#|\\"
_SEPARATORS = r"[^\p{L}\p{N}]+"

_LISTED = r"^\d{1,4}\s*[.)]\s*(\p{L})"
"""The number of a list before a name."""

_ODD = r"[^\x21-\x7e ]|  |^$|^[^A-Za-z]|[^A-Za-z.]$"
"""A name that needs more than upper case."""

_UNPRINTED = rf"[a-z]|{_ODD}|^(?:{'|'.join(map(re.escape, sorted(NOTHING)))})$"
"""A name that is not printed as it stands."""


@dataclass(frozen=True, slots=True)
class NameTables:
    """The token tables of ``names.toml`` as sets and maps of upper-case tokens without dots."""

    leading: frozenset[str]
    trailing: frozenset[str]
    anywhere: frozenset[str]
    alias: frozenset[str]
    spelling: dict[str, str]
    first: dict[str, str]


@functools.cache
def name_tables() -> NameTables:
    """Read the packaged token tables once."""
    text = resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return NameTables(
        leading=frozenset(table["leading"]),
        trailing=frozenset(table["trailing"]),
        anywhere=frozenset(table["anywhere"]),
        alias=frozenset(table["alias"]),
        spelling={short: full for full, shorts in table["spelling"].items() for short in shorts},
        first={short: full for full, shorts in table["first"].items() for short in shorts},
    )


def printed(text: pl.Expr) -> pl.Expr:
    """The name as it is printed: upper case, single spaces, titles kept; null where no letter stands.

    A list's number before it (``1. BUDI``) and a family role in brackets behind it (``BUDI (KK)``) are no
    part of it.
    """
    bare = squeezed(text).str.strip_chars(_JUNK_EDGES).str.replace(_LISTED, "$1")
    return without(bare.str.replace(_role_behind(), "").str.extract(r"^(.*\p{L}.*)$", 1))


@functools.cache
def _role_behind() -> str:
    """The pattern of a role in brackets at the end, in the spellings of the code list."""
    words = variants("shdk").filter(pl.col("variant").str.contains(r"^\p{L}{2}")).get_column("variant")
    return rf"\s*[(\[]\s*(?:{'|'.join(map(re.escape, words))})(?:\s*(?:KE\W*)?\d{{1,2}})?\s*[)\]]$"


def printed_names(values: pl.Series) -> pl.Series:
    """A column of names as they are printed (``printed``); most stand so already and are only looked at."""
    rest = values.str.contains(_UNPRINTED).arg_true()
    if rest.is_empty():
        return values
    distinct = values.gather(rest).alias("value").to_frame()
    # Of the others most want upper case only; the costly foldings see what is left.
    return values.clone().scatter(rest, mapped(distinct.to_series(), _printed).get_column("name"))


def _printed(distinct: pl.DataFrame) -> pl.DataFrame:
    odd = pl.col("value").str.contains(_ODD)
    tidy = distinct.filter(~odd).with_columns(without(pl.col("value").str.to_uppercase()).alias("name"))
    return pl.concat([tidy, distinct.filter(odd).with_columns(printed(pl.col("value")).alias("name"))])


def names(values: pl.Series) -> pl.DataFrame:
    """Every form of a column of names: ``nama`` as printed, and those of ``matching_names``."""
    name = printed_names(values).alias("nama")
    return matching_names(name).insert_column(0, name)


def names_to_match(cells: pl.Series) -> pl.Series:
    """``nama_cocok`` of cells that hold names, without the other forms."""

    def canonical(distinct: pl.DataFrame) -> pl.DataFrame:
        split = _alternates(distinct.rename({"value": "nama"}).with_row_index("id"))
        tokens = _tokens(split.select("id", pl.col("main").alias("text")).drop_nulls())
        joined = tokens.group_by("id", maintain_order=True).agg(pl.col("token").str.join(" "))
        return split.join(joined, on="id", how="left").select(pl.col("nama").alias("value"), "token")

    if cells.is_empty():
        return cells
    return mapped(printed_names(cells), canonical).get_column("token").alias("nama_cocok")


def matching_names(printed: pl.Series) -> pl.DataFrame:
    """The forms of printed names that are compared.

    Returns:
        ``nama_cocok`` (canonical tokens parted by one space, titles gone), ``nama_lain`` (the other name of
        "A alias B", "A/B" and "A (B)", canonical too) and ``nama_bunyi`` (``nama_cocok`` with what sounds
        alike written alike); a row per value, null where there is no name.
    """
    return mapped(printed, _forms)


def _forms(distinct: pl.DataFrame) -> pl.DataFrame:
    """Matching forms of distinct printed names in ``value``."""
    split = _alternates(distinct.rename({"value": "nama"}).with_row_index("name"))
    # Even ids are the names themselves, odd ids the other names of the same people.
    texts = pl.concat([
        split.select((pl.col("name") * 2).alias("id"), pl.col("main").alias("text")),
        split.select((pl.col("name") * 2 + 1).alias("id"), pl.col("other").alias("text")).drop_nulls(),
    ]).drop_nulls()  # fmt: skip
    lists = _with_sounds(_tokens(texts)).group_by("id", maintain_order=True).agg("token", "sound")
    joined = lists.select("id", pl.col("token").list.join(" "), pl.col("sound").list.join(" "))
    name = (pl.col("id") // 2).alias("name")
    main = joined.filter(pl.col("id") % 2 == 0).select(
        name, pl.col("token").alias("nama_cocok"), pl.col("sound").alias("nama_bunyi")
    )
    other = joined.filter(pl.col("id") % 2 == 1).select(name, pl.col("token").alias("nama_lain"))
    done = split.select("name", "nama").join(main, on="name", how="left").join(other, on="name", how="left")
    return done.select(pl.col("nama").alias("value"), "nama_cocok", "nama_lain", "nama_bunyi")


def _alternates(distinct: pl.DataFrame) -> pl.DataFrame:
    """Part "A alias B", "A/B" and "A (B)" into ``main`` and ``other``; the first name is the main one."""
    aliases = "|".join(sorted(name_tables().alias))
    mark = rf"(?:^|[\s,(])(?:(?:{aliases})[.\s]+)+|\s*[/(\[@]\s*|\bA\.K\.A\.?\s"
    name = pl.col("nama")
    plain = ~name.str.contains(rf"[/(\[@]|\b(?:{aliases})\b|A\.K\.A")
    parts = name.str.replace_all(mark, "\x1f").str.split("\x1f")
    letters = parts.list.eval(pl.element().filter(pl.element().str.contains(r"\p{L}")))
    real = letters.list.eval(pl.element().filter(~pl.element().str.contains(r"^ALM\p{L}*0?[.)\s]*$")))
    rare = distinct.filter(~plain).with_columns(
        real.list.get(0, null_on_oob=True).alias("main"), real.list.get(1, null_on_oob=True).alias("other")
    )
    usual = distinct.filter(plain).with_columns(name.alias("main"), pl.lit(None, pl.String).alias("other"))
    return pl.concat([usual, rare])


def _tokens(texts: pl.DataFrame) -> pl.DataFrame:
    """Canonical tokens of each text, in order: columns ``id``, ``token``."""
    words = texts.select(
        "id", pl.col("text").str.replace_all(",", " ", literal=True).str.split(" ").alias("word")
    )
    words = words.explode("word")
    distinct = (
        words.lazy().select("word").unique().filter(pl.col("word").str.contains(r"[\p{L}\p{N}]")).collect()
    )
    tokens = words.join(_judged_words(distinct), on="word", how="inner", maintain_order="left").select(
        "id", "token"
    )
    kept = _without_titles(tokens.explode("token"))
    tables = name_tables()
    same = pl.col("id").eq_missing(pl.col("id").shift(1)), pl.col("id").eq_missing(pl.col("id").shift(-1))
    short = ~same[0] & same[1] & pl.col("token").is_in(list(tables.first))
    kept = kept.with_columns(
        pl.when(short).then(pl.col("token").replace(tables.first)).otherwise(pl.col("token")).alias("token")
    )
    return kept.with_columns(pl.col("token").replace(tables.spelling))


def _with_sounds(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens with their ``sound``, each distinct one worked out once."""
    distinct = tokens.lazy().select("token").unique().collect()
    heard = distinct.with_columns(sound(pl.col("token")).alias("sound"))
    return tokens.join(heard, on="token", how="left", maintain_order="left")


def _judged_words(distinct: pl.DataFrame) -> pl.DataFrame:
    """Each distinct word as its list of tokens: ``S.PD`` is one degree, ``H.M.YUSUF`` three tokens."""
    tables = name_tables()
    plain = unaccented(pl.col("word")).str.replace_all(APOSTROPHES, "")
    bare = plain.str.replace_all(_SEPARATORS, "")
    parts = plain.str.replace_all(_SEPARATORS, " ").str.strip_chars().str.split(" ")
    known = bare.is_in(list(tables.trailing | tables.leading | tables.anywhere)) & (bare.str.len_chars() > 1)
    token = pl.when(known).then(pl.concat_list(bare)).otherwise(parts).alias("token")
    return distinct.with_columns(token).filter(bare != "")


def _without_titles(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens of the name proper; where only titles stand, all of them, so that no name becomes blank.

    Leading titles reach up to the first word that is none; trailing ones begin after the last word that is
    none, and never touch the first word of the name proper.
    """
    tables = name_tables()
    nowhere = list(tables.anywhere | tables.alias)
    titles = [*tables.leading, *tables.trailing, *nowhere]
    titled = (
        tokens.lazy().filter(pl.col("token").is_in(titles)).select("id").unique().collect().get_column("id")
    )
    mine = pl.col("id").is_in(titled.implode())
    gone = pl.col("token").is_in(nowhere)
    judged = tokens.filter(mine).with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("at"),
        gone.alias("gone"),
        (gone | pl.col("token").is_in(list(tables.leading))).alias("lead"),
        (gone | pl.col("token").is_in(list(tables.trailing))).alias("tail"),
    )
    at = pl.col("at")
    judged = judged.with_columns(at.filter(~pl.col("lead")).min().over("id").alias("begin"))
    core = (at == pl.col("begin")) | (~pl.col("tail") & (at > pl.col("begin")))
    judged = judged.with_columns(at.filter(core).max().over("id").alias("end"))
    proper = at.is_between(pl.col("begin"), pl.col("end")) & ~pl.col("gone")
    judged = judged.filter(pl.col("begin").is_null() | proper).select("id", "token")
    # Both halves keep the order of ids, and an id stands in one of them only.
    return pl.concat([tokens.filter(~mine), judged])


def sound(token: pl.Expr) -> pl.Expr:
    """A token with spellings of one sound written alike.

    Old spelling (oe, tj, dj), Arabic and Dutch letters and doubled letters, after priyadi.net (2005)
    without the steps that merge different names (d/t, b/p); ``NOR``/``NOOR`` before a name are ``NUR``, as
    Banjar people write.
    """
    steps: tuple[tuple[str, str], ...] = (
        (r"^(?:NOOR|NOER|NOR)(\p{L}{3})", "NUR${1}"), ("OE", "U"), ("TJ", "C"), ("DJ", "J"), ("NJ", "NY"),
        ("SJ", "S"), ("SY", "S"), ("CH", "H"), ("KH", "H"), ("DH", "D"), ("TH", "T"), ("Q", "K"), ("X", "KS"),
        ("[VP]H?", "F"), ("DZ|Z", "J"), (r"(\p{L})H$", "${1}"), ("IY|YI|Y$", "I"), ("IE$", "I"), ("UW", "U"),
    )  # fmt: skip
    for pattern, written in steps:
        token = token.str.replace_all(pattern, written)
    for letter in "ABCDEFGHIJKLMNOPRSTUWY":
        token = token.str.replace_all(f"{letter}{{2,}}", letter)
    return token
