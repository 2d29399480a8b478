"""Which people form a family: from the cards their rows state to one present family a person.

A card number changes on moving, on the death of the head, on divorce and when a family splits, so a person
may stand under several. The freshest sound card is the present one; a card that most of its people have left
for another is followed to it; people without any card are placed by a filled address that few share.
"""

from __future__ import annotations

import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

ADDRESS_LIMIT = 10
"""An address with more people than this is a street or a barrack, not a household."""

FOLLOW_SHARE = 0.5
"""A card is followed to another when more than this share of the people who left it went there."""


def families(rows: pl.DataFrame) -> pl.DataFrame:
    """The present family of each person.

    Args:
        rows: accepted rows with ``person`` (any integer), ``no_kk`` (16 digits or null), ``kk_mentah``,
            ``recency`` (Int64, larger is fresher), ``kode_desa``, ``rt``, ``rw``, ``alamat_cocok``.

    Returns:
        ``person``, ``family`` (String key of the family: equal for people of one family; never published) and
        ``no_kk`` (the present card, null when the person has none), one row a person.
    """
    stated = _stated_cards(rows)
    stated = _mend_slips(stated)
    present = _present_card(stated)
    present = _follow_moved_cards(stated, present)
    everyone = rows.select("person").unique()
    carded = everyone.join(present.select("person", "no_kk"), on="person", how="left")
    homes = _homes(rows)
    placed = _place_cardless(carded, homes)
    return placed.select("person", "family", "no_kk").sort("person")


def _stated_cards(rows: pl.DataFrame) -> pl.DataFrame:
    """Cards by person: ``person, no_kk, recency, lists, rows``; the freshest statement of a card counts."""
    return (
        rows.lazy()
        .filter(pl.col("no_kk").is_not_null())
        .group_by("person", "no_kk")
        .agg(pl.col("recency").max(), pl.col("recency").n_unique().alias("lists"), pl.len().alias("rows"))
        .collect()
    )


def _mend_slips(stated: pl.DataFrame) -> pl.DataFrame:
    """Read a person's card that is one slip away from another of the person's cards as the better known one.

    Two cards of one person that differ by one digit or one swap are one card mistyped far more often than two
    cards in a row; the one that more people state is kept. Where the two have nobody else in common, a slip
    has hit the number of another family, and the one that more lists state for the person is kept.
    """
    known = stated.group_by("no_kk").agg(pl.len().alias("people"))
    several = stated.filter(pl.len().over("person") > 1).join(known, on="no_kk")
    pairs = several.join(several, on="person", suffix="_other").filter(
        pl.col("no_kk") != pl.col("no_kk_other")
    )
    if pairs.is_empty():
        return stated
    pairs = pairs.with_columns(pl.len().over("no_kk", "no_kk_other").alias("both")).filter(_better_known())
    unique = pairs.select("no_kk", "no_kk_other").unique()
    distance = cpdist(unique["no_kk"], unique["no_kk_other"], scorer=OSA.distance, score_cutoff=1)
    slips = unique.with_columns(pl.Series("distance", distance)).filter(pl.col("distance") <= 1)
    target = (
        pairs.join(slips, on=["no_kk", "no_kk_other"], how="semi")
        .sort("people_other", "no_kk_other", descending=[True, False])
        .unique(["person", "no_kk"], keep="first", maintain_order=True)
        .select("person", "no_kk", pl.col("no_kk_other").alias("mended"))
    )
    return (
        stated.join(target, on=["person", "no_kk"], how="left")
        .with_columns(pl.coalesce("mended", "no_kk").alias("no_kk"))
        .group_by("person", "no_kk")
        .agg(pl.col("recency").max(), pl.col("lists").max(), pl.col("rows").sum())
    )


def _better_known() -> pl.Expr:
    """Whether the other card of a pair is better known than the one; the smaller number breaks ties."""
    strangers = (pl.col("both") == 1) & (pl.col("people") > 1) & (pl.col("people_other") > 1)
    lists = pl.col("lists_other").cast(pl.Int64) - pl.col("lists").cast(pl.Int64)
    people = pl.col("people_other").cast(pl.Int64) - pl.col("people").cast(pl.Int64)
    more = pl.when(strangers & (lists != 0)).then(lists).otherwise(people)
    return (more > 0) | ((more == 0) & (pl.col("no_kk_other") < pl.col("no_kk")))


def _present_card(stated: pl.DataFrame) -> pl.DataFrame:
    """The card each person holds now.

    The freshest; of several in one list (a person listed twice) the one that more lists state, then the one
    that more people hold: the family's own rather than one that the person was left on alone.
    """
    people = stated.with_columns(pl.len().over("no_kk").alias("people"))
    order = ("recency", "lists", "people", "rows")
    return people.sort("person", *order, "no_kk", descending=[False, *(True for _ in order), False]).unique(
        "person", keep="first", maintain_order=True
    )


def _follow_moved_cards(stated: pl.DataFrame, present: pl.DataFrame) -> pl.DataFrame:
    """Move people who stand only on a stale card to the card that its other people hold now.

    A person whom the freshest list leaves out keeps the old card number there; if most of the card's people
    who left it hold one newer card, the family took a new card and the person with it.
    """
    now = present.select("person", pl.col("no_kk").alias("now"), pl.col("recency").alias("now_recency"))
    left = (
        stated.join(now, on="person")
        .filter(pl.col("now") != pl.col("no_kk"))
        .group_by("no_kk", "now")
        .agg(pl.len().alias("went"), pl.col("now_recency").max())
    )
    goal = (
        left.with_columns((pl.col("went") / pl.col("went").sum().over("no_kk")).alias("share"))
        .filter(pl.col("share") > FOLLOW_SHARE)
        .select("no_kk", "now", "went", "now_recency")
    )
    stay = present.group_by("no_kk").agg(pl.len().alias("stay"))
    goal = goal.join(stay, on="no_kk", how="left").filter(pl.col("went") >= pl.col("stay").fill_null(0))
    return (
        present.join(goal.select("no_kk", "now", "now_recency"), on="no_kk", how="left")
        .with_columns(
            pl.when(pl.col("now_recency") > pl.col("recency"))
            .then(pl.col("now"))
            .otherwise(pl.col("no_kk"))
            .alias("no_kk")
        )
        .select("person", "no_kk", "recency")
    )


def _homes(rows: pl.DataFrame) -> pl.DataFrame:
    """Each person's filled addresses (``person, home``) that no more than ``ADDRESS_LIMIT`` people share."""
    filled = pl.all_horizontal(pl.col(c).is_not_null() for c in ("kode_desa", "alamat_cocok", "rt"))
    return (
        rows.lazy()
        .filter(filled)
        .select(
            "person",
            "recency",
            pl.concat_str(
                ["kode_desa", "alamat_cocok", "rt", pl.col("rw").fill_null("")], separator="|"
            ).alias("home"),
        )
        .group_by("person", "home")
        .agg(pl.col("recency").max())
        .filter(pl.len().over("home") <= ADDRESS_LIMIT)
        .collect()
    )


def _place_cardless(carded: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """Give every person a family key: the card, else the one card at home, else the home itself."""
    at_home = (
        homes.join(carded.filter(pl.col("no_kk").is_not_null()), on="person")
        .group_by("home")
        .agg(pl.col("no_kk").n_unique().alias("cards"), pl.col("no_kk").first().alias("card"))
    )
    cardless = carded.filter(pl.col("no_kk").is_null()).select("person")
    placed = (
        cardless.join(homes, on="person", how="left")
        .join(at_home, on="home", how="left")
        .sort("person", "recency", "home", descending=[False, True, False], nulls_last=True)
        .unique("person", keep="first", maintain_order=True)
        .with_columns(
            pl.when(pl.col("cards") == 1).then(pl.col("card")).alias("card"),
            pl.when(pl.col("cards").is_null()).then(pl.col("home")).alias("home"),
        )
        .select(
            "person",
            pl.coalesce(
                pl.lit("kk:") + pl.col("card"),
                pl.lit("rumah:") + pl.col("home"),
                pl.lit("orang:") + pl.col("person").cast(pl.String),
            ).alias("family"),
            pl.col("card").alias("no_kk"),
        )
    )
    holders = carded.filter(pl.col("no_kk").is_not_null()).select(
        "person", (pl.lit("kk:") + pl.col("no_kk")).alias("family"), "no_kk"
    )
    return pl.concat([holders, placed])
