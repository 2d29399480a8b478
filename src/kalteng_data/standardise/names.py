"""Names of people: what is printed, what is compared, and what sounds alike.

Each distinct name is taken apart once, each distinct word is judged once. Titles stand on some documents only
(Permendagri 73/2022 keeps them off civil deeds), so they leave the name that is compared and stay in the one printed.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

import polars as pl

from kalteng_data.standardise.text import NOTHING, mapped, squeezed, unaccented

_APOSTROPHES = r"['`´’‘ʼʻ′\"“”]"
_JUNK_EDGES = " ,;:-_=*#|\\"
_SEPARATORS = r"[^\p{L}\p{N}]+"


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
    """The name as it is printed: upper case, single spaces, titles kept; null where no letter stands."""
    clean = squeezed(text).str.strip_chars(_JUNK_EDGES)
    return pl.when(clean.str.contains(r"\p{L}") & ~clean.is_in(list(NOTHING))).then(clean)


def names(values: pl.Series) -> pl.DataFrame:
    """Every form of a column of names.

    Returns:
        ``nama`` (printed), ``nama_cocok`` (canonical tokens parted by one space, titles gone), ``nama_lain`` (the
        other name of "A alias B", "A/B" and "A (B)", canonical too) and ``nama_bunyi`` (``nama_cocok`` with what
        sounds alike written alike); a row per value, null where there is no name.
    """
    column = values.alias("raw").to_frame()
    distinct = column.lazy().filter(pl.col("raw").is_not_null()).unique().with_columns(
        printed(pl.col("raw")).alias("nama")
    ).collect()  # fmt: skip
    forms = mapped(distinct.get_column("nama"), _forms)
    done = pl.concat([distinct, forms], how="horizontal")
    return column.join(done, on="raw", how="left", maintain_order="left").drop("raw")


def _forms(distinct: pl.DataFrame) -> pl.DataFrame:
    """Matching forms of distinct printed names in ``value``."""
    split = _alternates(distinct.with_row_index("name"))
    tokens = _tokens(pl.concat([
        split.select("name", pl.lit(0, pl.UInt8).alias("part"), pl.col("main").alias("text")),
        split.select("name", pl.lit(1, pl.UInt8).alias("part"), pl.col("other").alias("text")),
    ]).filter(pl.col("text").is_not_null()))  # fmt: skip
    joined = tokens.group_by("name", "part", maintain_order=True).agg(
        pl.col("token").str.join(" "), pl.col("sound").str.join(" ")
    )
    main = joined.filter(pl.col("part") == 0).select(
        "name", pl.col("token").alias("nama_cocok"), pl.col("sound").alias("nama_bunyi")
    )
    other = joined.filter(pl.col("part") == 1).select("name", pl.col("token").alias("nama_lain"))
    return split.select("name", "value").join(main, on="name", how="left").join(other, on="name", how="left").select(
        "value", "nama_cocok", "nama_lain", "nama_bunyi"
    )  # fmt: skip


def _alternates(distinct: pl.DataFrame) -> pl.DataFrame:
    """Part "A alias B", "A/B" and "A (B)" into ``main`` and ``other``; the first name is the main one."""
    text = unaccented(pl.col("value")).str.replace_all(_APOSTROPHES, "")
    aliases = "|".join(sorted(name_tables().alias))
    mark = rf"(?:^|[\s,(])(?:{aliases})[.\s]+|\s*[/(\[@]\s*|\bA\.K\.A\.?\s"
    plain = ~text.str.contains(rf"[/(\[@]|\b(?:{aliases})\b|A\.K\.A")
    parts = text.str.replace_all(mark, "\x1f").str.split("\x1f")
    letters = parts.list.eval(pl.element().filter(pl.element().str.contains(r"\p{L}")))
    real = letters.list.eval(pl.element().filter(~pl.element().str.contains(r"^ALM\p{L}*0?[.)\s]*$")))
    rare = distinct.filter(~plain).with_columns(
        real.list.get(0, null_on_oob=True).alias("main"), real.list.get(1, null_on_oob=True).alias("other")
    )
    usual = distinct.filter(plain).with_columns(text.alias("main"), pl.lit(None, pl.String).alias("other"))
    return pl.concat([usual, rare])


def _tokens(texts: pl.DataFrame) -> pl.DataFrame:
    """Canonical tokens of each text, in order: columns ``name``, ``part``, ``token``, ``sound``."""
    words = (
        texts.with_columns(pl.col("text").str.replace_all(",", " ").str.split(" ").alias("word"))
        .drop("text")
        .explode("word")
    )
    distinct = (
        words.lazy().select("word").unique().filter(pl.col("word").str.contains(r"[\p{L}\p{N}]")).collect()
    )
    kept = _without_titles(
        words.join(_judged_words(distinct), on="word", how="inner", maintain_order="left")
        .drop("word")
        .explode("token")
    )
    tables = name_tables()
    first = (pl.int_range(pl.len()).over("name", "part") == 0) & (pl.len().over("name", "part") > 1)
    full = pl.when(first & pl.col("token").is_in(list(tables.first))).then(
        pl.col("token").replace(tables.first)
    ).otherwise(pl.col("token"))  # fmt: skip
    kept = kept.with_columns(full.alias("token"))
    spelled = kept.lazy().select("token").unique().collect()
    spelled = spelled.with_columns(pl.col("token").replace(tables.spelling).alias("canonical"))
    spelled = spelled.with_columns(sound(pl.col("canonical")).alias("sound"))
    return kept.join(spelled, on="token", how="left", maintain_order="left").select(
        "name", "part", pl.col("canonical").alias("token"), "sound"
    )


def _judged_words(distinct: pl.DataFrame) -> pl.DataFrame:
    """Each distinct word as its list of tokens: ``S.PD`` stays one degree, ``H.M.YUSUF`` becomes three tokens."""
    tables = name_tables()
    bare = pl.col("word").str.replace_all(_SEPARATORS, "")
    parts = pl.col("word").str.replace_all(_SEPARATORS, " ").str.strip_chars().str.split(" ")
    dotted_title = (
        bare.is_in(list(tables.trailing | tables.leading | tables.anywhere)) & (bare.str.len_chars() > 1)
    )  # fmt: skip
    return distinct.with_columns(
        pl.when(dotted_title).then(pl.concat_list(bare)).otherwise(parts).alias("token")
    )


def _without_titles(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens of the name proper; where only titles stand, all of them, so that no name becomes blank."""
    tables = name_tables()
    group = ("name", "part")
    token = pl.col("token")
    gone = token.is_in(list(tables.anywhere))
    lead = gone | token.is_in(list(tables.leading))
    tail = gone | token.is_in(list(tables.trailing))
    position = pl.int_range(pl.len(), dtype=pl.Int32)
    marked = tokens.with_columns(gone.alias("gone"), lead.alias("lead"), tail.alias("tail"))
    touched = (
        marked.lazy().filter(pl.col("lead") | pl.col("tail")).select(*group, pl.lit(value=True).alias("touched"))
        .unique().collect()
    )  # fmt: skip
    marked = marked.join(touched, on=group, how="left", maintain_order="left")
    plain = marked.filter(pl.col("touched").is_null())
    judged = marked.filter(pl.col("touched").is_not_null()).with_columns(
        position.over(*group).alias("at"),
    )
    begin = pl.col("at").filter(~pl.col("lead")).min().over(*group)
    judged = judged.with_columns(begin.alias("begin"))
    core = (pl.col("at") == pl.col("begin")) | (~pl.col("tail") & (pl.col("at") > pl.col("begin")))
    end = pl.col("at").filter(core).max().over(*group)
    judged = judged.with_columns(end.alias("end")).filter(
        pl.col("begin").is_null()
        | ((pl.col("at") >= pl.col("begin")) & (pl.col("at") <= pl.col("end")) & ~pl.col("gone"))
    )
    columns = [*group, "token"]
    return pl.concat([plain.select(columns), judged.select(columns)])


def sound(token: pl.Expr) -> pl.Expr:
    """A token with spellings of one sound written alike.

    Old spelling (oe, tj, dj), Arabic and Dutch letters and doubled letters, after priyadi.net (2005) without the
    steps that merge different names (d/t, b/p); ``NOR``/``NOOR`` before a name are ``NUR``, as Banjar people write.
    """
    steps = (
        (r"^(?:NOOR|NOER|NOR)(\p{L}{3})", "NUR${1}"), ("OE", "U"), ("TJ", "C"), ("DJ", "J"), ("NJ", "NY"),
        ("SJ", "S"), ("SY", "S"), ("CH", "H"), ("KH", "H"), ("DH", "D"), ("TH", "T"), ("Q", "K"), ("X", "KS"),
        ("[VP]H?", "F"), ("Z", "J"), ("DZ", "J"), (r"(\p{L})H$", "${1}"), ("IY|YI|Y$", "I"), ("IE$", "I"), ("UW", "U"),
    )  # fmt: skip
    for pattern, written in steps:
        token = token.str.replace_all(pattern, written)
    for letter in "ABCDEFGHIJKLMNOPRSTUWY":
        token = token.str.replace_all(f"{letter}{{2,}}", letter)
    return token
