"""One value a field for each person, and the origin of every value on which the rows differ.

Most people's rows agree on most fields: these need no decision and are found by comparing hashes within a
group. Only where they differ are the values weighed by the criteria of the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kalteng_data.merge.policy import Policy

CLAIMS: dict[str, type[pl.DataType]] = {
    "person": pl.UInt32,
    "field": pl.String,
    "value": pl.String,
    "rid": pl.UInt32,
    "chosen": pl.Boolean,
    "rule": pl.String,
}

_SOUND: dict[str, pl.Expr] = {
    "nik": pl.when(pl.col("nik_cocok")).then(2).when(pl.col("nik_status") == "ok").then(1).otherwise(0),
    "tanggal_lahir": pl.when(pl.col("tanggal_status") == "ok")
    .then(2)
    .when(pl.col("tanggal_status") == "rancu")
    .then(1)
    .otherwise(0),
    "no_kk": (pl.col("kk_status") == "ok").cast(pl.Int32),
    "status_dasar": (pl.col("status_dasar") == "MENINGGAL").cast(pl.Int32),
}
"""How sound a value is, judged by its own row: larger is better; other fields are sound when filled."""


_LOWEST, _HIGHEST = np.uint64(0), np.uint64(2**64 - 1)

_BASIS = ("person", "rid", "level", "voice", "copied", "source", "recency", "kode_desa", "nik", "nik_cocok",
          "nik_status", "tanggal_status", "kk_status", "status_dasar")  # fmt: skip
"""Columns that every decision looks at, beside the field it is about."""


def survive(rows: pl.DataFrame, policy: Policy) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Choose one value a field for each person.

    Args:
        rows: accepted rows with ``person`` (UInt32), ``rid``, ``level``, ``source``, ``recency`` (Int64),
            ``voice`` (whose word a row is: levels that sent one list have one), ``copied`` (Boolean: a row of
            a list that repeats another, which adds no agreement), the status columns of a standardised frame
            and every field that ``policy.orders`` names.
        policy: criteria and trust.

    Returns:
        ``(people, claims)``: one row a person with the chosen values, sorted by ``person``; a row for each
        value stated on which the person's rows differ (schema ``CLAIMS``), with the criterion that decided.
    """
    fields = list(policy.orders)
    rows = rows.select(*_BASIS, *(f for f in fields if f not in _BASIS))
    lone = rows.select((pl.len().over("person") == 1).alias("lone"))["lone"]
    several, alone = rows.filter(~lone), rows.filter(lone)
    decided, differing = _agreed(several, fields)
    claims: list[pl.DataFrame] = []
    for name in _decision_order(policy):
        torn = differing.filter(name).select("person")
        if torn.is_empty():
            continue
        narrow = several.select(*_BASIS, *([] if name in _BASIS else [name]))
        stated = narrow.filter(pl.col(name).is_not_null()).join(torn, on="person", how="semi")
        chosen, field_claims = _decide(stated, decided, name, policy)
        claims.append(field_claims)
        winners = decided.select("person").join(chosen, on="person", how="left", maintain_order="left")[name]
        decided = decided.with_columns(pl.coalesce(winners, pl.col(name)).alias(name))
    people = pl.concat([alone.select("person", *fields), decided]).sort("person")
    return people, pl.concat(claims) if claims else pl.DataFrame(schema=CLAIMS)


def _agreed(several: pl.DataFrame, fields: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A stated value of each field for each person, and where there is another one (Boolean, same columns).

    Only numbers are compared: hashes of the filled rows of a person, laid side by side, have one least and
    one largest where the rows agree. Which of several values it gives is decided afterwards.
    """
    persons = several["person"].to_numpy()
    order = np.argsort(persons, kind="stable")
    begins = np.flatnonzero(np.diff(persons[order], prepend=persons[order[:1]] + 1))
    person = several["person"].gather(order[begins])
    values, torn = [person], [person]
    for name in fields:
        column = several[name]
        filled = column.is_not_null().to_numpy()[order]
        hashes = column.hash().to_numpy()[order]
        least = np.minimum.reduceat(np.where(filled, hashes, _HIGHEST), begins)
        largest = np.maximum.reduceat(np.where(filled, hashes, _LOWEST), begins)
        torn.append(pl.Series(name, least < largest))
        # The first filled row of each person; a person without one points past the end.
        first = np.minimum.reduceat(np.where(filled, order, several.height), begins)
        values.append(column.gather(pl.Series(first).replace(several.height, None)))
    return pl.DataFrame(values), pl.DataFrame(torn)


def _decision_order(policy: Policy) -> Iterable[str]:
    """``kode_desa`` first: the fields of a home are chosen in the village that was chosen."""
    return sorted(policy.orders, key=lambda name: name != "kode_desa")


def _decide(
    stated: pl.DataFrame, decided: pl.DataFrame, name: str, policy: Policy
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Weigh the values of one field; returns ``(person, <name>)`` and the claims of the field."""
    order = policy.orders[name]
    ranks = _criteria(stated, decided, name, policy)
    values = ranks.group_by("person", "value").agg(
        *(pl.col(c).max() for c in ("valid", "here", "trust", "recency", "completeness")),
        (pl.col("voice").n_unique() * 1_000 + (~pl.col("copied")).sum().clip(upper_bound=999)).alias(
            "agreement"
        ),
    )
    ranked = values.sort(
        "person", *order, "value", descending=[False, *(True for _ in order), False], nulls_last=True
    )
    best = ranked.unique("person", keep="first", maintain_order=True)
    second = (
        ranked.join(best.select("person", "value"), on=["person", "value"], how="anti")
        .unique("person", keep="first", maintain_order=True)
        .select("person", *(pl.col(c).alias(f"{c}_2") for c in order))
    )
    rule = pl.coalesce(
        *(pl.when(pl.col(c) != pl.col(f"{c}_2")).then(pl.lit(c)) for c in order), pl.lit("value")
    )
    verdict = best.join(second, on="person", how="left").select("person", "value", rule.alias("rule"))
    field_claims = (
        ranks.select("person", "value", "rid")
        .join(verdict.rename({"value": "best"}), on="person")
        .select(
            "person",
            pl.lit(name).alias("field"),
            pl.col("value").cast(pl.String),
            "rid",
            (pl.col("value") == pl.col("best")).alias("chosen"),
            "rule",
        )
    )
    return verdict.select("person", pl.col("value").alias(name)), field_claims


def _criteria(stated: pl.DataFrame, decided: pl.DataFrame, name: str, policy: Policy) -> pl.DataFrame:
    """The row-wise criteria of one field's values; agreement is counted later, over values."""
    trust = {key: number for (key, field), number in policy.trust.items() if field == name}
    trusted: pl.Expr = pl.lit(0.0)
    if trust:
        by_source = pl.col("source").replace_strict(trust, default=None, return_dtype=pl.Float64)
        by_level = pl.col("level").replace_strict(trust, default=0.0, return_dtype=pl.Float64)
        trusted = pl.coalesce(by_source, by_level)
    village = decided.select("person", pl.col("kode_desa").alias("_village"))
    return stated.join(village, on="person", how="left").select(
        "person",
        "rid",
        "voice",
        "copied",
        "recency",
        pl.col(name).alias("value"),
        _SOUND.get(name, pl.lit(1)).fill_null(0).alias("valid"),
        pl.col("kode_desa").eq(pl.col("_village")).fill_null(value=False).cast(pl.Int8).alias("here"),
        trusted.alias("trust"),
        pl.col(name).cast(pl.String).str.len_chars().alias("completeness"),
    )
