"""One code or name that somebody types, and the places it may mean.

In: a text. Out: a frame of villages with their likeness; nothing is decided for the asker.
"""

from __future__ import annotations

import re

import polars as pl

from kalteng_data.fields import PLACE
from kalteng_data.places.atlas import PROVINCE, Atlas, atlas
from kalteng_data.places.codes import BPS, KEMENDAGRI, digits
from kalteng_data.places.match import likeness
from kalteng_data.places.resolver import resolve_villages

_LEAST = 0.6
"""Likeness below which a village is not shown for a name."""
_MOST = 10
"""Candidates shown."""


def lookup(text: str, *, limit: int = _MOST, places: Atlas | None = None) -> pl.DataFrame:
    """Villages that a code in either scheme, or a name, may mean, the likeliest first.

    Columns: those of ``reference.villages`` and ``skema`` (``kemendagri`` or ``bps`` for a code, null for a
    name) and ``kemiripan`` (0 to 1; 1 for a code and for a right spelling). A code that is valid in both
    schemes gives both meanings. The code of a kecamatan or regency (4, 6 or 7 digits) gives its villages. An
    empty frame when nothing is alike.

    Args:
        text: a code with or without dots, or a name with or without its kind (``Desa``, ``Kel.``).
        limit: most rows for a name; a code gives all it means.
        places: another reference than the shipped one.
    """
    villages = (atlas() if places is None else places).villages
    code = pl.select(text=pl.lit(text)).select(digits("text")).item()
    if code is not None:
        return _by_code(code, villages)
    return _by_name(text, limit, atlas() if places is None else places)


def lookup_within(
    name: str, kecamatan: str | None, kabupaten: str | None = None, *, places: Atlas | None = None
) -> pl.DataFrame:
    """The village that a name means in its kecamatan or regency, as a row of a list would be read.

    Columns of :func:`lookup` but ``skema``, and ``kepastian``: how certain it is, 0 to 1, for the village
    that is meant. Without one, candidates whose ``kepastian`` is null: villages of that region with a name
    like it, else of the whole province. An empty frame when nothing is alike.

    Args:
        name: the village's name, or its code.
        kecamatan: the kecamatan as it is written; without ``kabupaten`` it may be a regency as well.
        kabupaten: the regency as it is written.
        places: another reference than the shipped one.
    """
    where = atlas() if places is None else places
    readings = [(kecamatan, kabupaten)]
    if kabupaten is None:
        readings.append((None, kecamatan))
    column = "desa" if pl.select(text=pl.lit(name)).select(digits("text")).item() is None else "kode_desa"
    asked = pl.DataFrame(
        {
            "rid": range(len(readings)),
            "table": range(len(readings)),
            column: [name] * len(readings),
            "kecamatan": [reading[0] for reading in readings],
            "kabupaten": [reading[1] for reading in readings],
        },
        schema_overrides={"rid": pl.UInt32, "table": pl.UInt32, **dict.fromkeys(PLACE, pl.String)},
    )
    answers = resolve_villages(asked, places=where).frame.sort(
        "kepastian", descending=True, maintain_order=True
    )
    meant = answers.item(0, "kode_desa")
    if meant is None:
        return _near(name, [text for text in (kecamatan, kabupaten) if text], where)
    alike = likeness(name, *where.names[meant]) if column == "desa" else 1.0
    return where.villages.filter(pl.col("kode_desa") == pl.lit(meant)).with_columns(
        kemiripan=pl.lit(alike), kepastian=answers["kepastian"].head(1)
    )


def _near(name: str, regions: list[str], where: Atlas) -> pl.DataFrame:
    """Candidates for a name that no village of the regions answers to: those in the regions, else all."""
    found = _by_name(name, where.villages.height, where).drop("skema")
    start = re.sub(r"^(desa|kelurahan|kel)\b[. ]*", "", name.strip().lower())
    begins = where.villages.filter(pl.col("nama_desa").str.to_lowercase().str.starts_with(f"{start} "))
    found = pl.concat([found, begins.with_columns(kemiripan=pl.lit(_LEAST))]).unique(
        "kode_desa", keep="first", maintain_order=True
    )
    meanings = [meant for text in regions for meant in (where.district(PROVINCE, text), where.regency(text))]
    codes = [meant.code for meant in meanings if meant.code is not None]
    there = pl.any_horizontal(pl.col(column).is_in(codes) for column in ("kode_kecamatan", "kode_kabupaten"))
    near = found.filter(there)
    shown = near if near.height else found
    return shown.head(_MOST).with_columns(kepastian=pl.lit(None, dtype=pl.Float64))


def _by_code(code: str, villages: pl.DataFrame) -> pl.DataFrame:
    columns = {
        KEMENDAGRI: {10: "kode_desa", 6: "kode_kecamatan", 4: "kode_kabupaten"},
        BPS: {10: "kode_bps", 7: "kode_bps_kecamatan", 4: "kode_bps_kabupaten"},
    }
    meanings = [
        villages.filter(pl.col(column).str.replace_all(".", "", literal=True) == code).with_columns(
            skema=pl.lit(scheme), kemiripan=pl.lit(1.0)
        )
        for scheme, by_length in columns.items()
        if (column := by_length.get(len(code)))
    ]
    if not meanings:
        return villages.clear().with_columns(
            skema=pl.lit(None, dtype=pl.String), kemiripan=pl.lit(None, pl.Float64)
        )
    return pl.concat(meanings)


def _by_name(text: str, limit: int, places: Atlas) -> pl.DataFrame:
    codes = places.villages["kode_desa"].to_list()
    alike = pl.Series("kemiripan", [likeness(text, *places.names[code]) for code in codes], dtype=pl.Float64)
    return (
        places.villages.with_columns(pl.lit(None, dtype=pl.String).alias("skema"), alike)
        .filter(pl.col("kemiripan") >= _LEAST)
        .sort("kemiripan", "kode_desa", descending=[True, False])
        .head(limit)
    )
