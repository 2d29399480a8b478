"""Which village each row means.

In: a raw frame with the columns ``table`` and ``PLACE``. Out: one village a row, or none with candidates, and
the decisions about the code schemes. All work is done on the unique combinations and joined back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PLACE
from kalteng_data.places.ask import ask
from kalteng_data.places.atlas import PROVINCE, Atlas, atlas
from kalteng_data.places.codes import read_codes
from kalteng_data.places.match import NO_MATCH, Match, likeness
from kalteng_data.places.namesakes import hinted, with_namesakes
from kalteng_data.places.schemes import apply_schemes, decide_schemes, no_decisions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table

_ALIKE = 0.75
"""Likeness from which the written name does not contradict the code's village."""
_RIGHT = 0.99
"""Certainty of a right spelling, habits and old names included (``match.Match``)."""
_SHOWN = 5
_NOTHING = {"kode_desa": pl.String, "kepastian": pl.Float64, "cara": pl.String, "calon": pl.String}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the rows mean and how their codes were read.

    ``frame``: ``rid``, ``kode_desa`` (Kemendagri, dotted, or null), ``kepastian`` (0 to 1, 0 without a
    village), ``cara`` (``kode_kemendagri``, ``kode_bps``, ``nama`` within its kecamatan, ``nama_kabupaten``,
    ``nama_provinsi``; without a village ``kembar`` where several bear the name, ``kembar_nik`` where the NIKs
    beside it point to one of them, else null) and ``calon`` (likely codes, best first, joined by ``;``, or
    null); height and order of the raw frame. ``decisions``: see ``schemes.decide_schemes``.
    """

    frame: pl.DataFrame
    decisions: pl.DataFrame


def resolve_villages(
    raw: pl.DataFrame,
    tables: Sequence[Table] = (),
    *,
    declared: Mapping[int, str] | None = None,
    places: Atlas | None = None,
) -> Resolved:
    """The village that each row of ``raw`` states.

    Args:
        raw: ``rid``, ``table`` and any of the ``PLACE`` columns, as text; ``nik`` where there is one. Not
            modified.
        tables: the tables the rows come from; sheets of one file vouch for each other's code scheme.
        declared: code scheme (``kemendagri`` or ``bps``) by table index, where the source declares it.
        places: another reference than the shipped one, for tests and for later lists.

    A code decides when its column's scheme is known and the names beside it do not name another village; a
    code the reference lacks, or that its names contradict, gives way to the names. A name is sought within
    the kecamatan, else the regency, else the province, ever more strictly; what stays doubtful is null with
    its candidates in ``calon``.
    """
    if raw.is_empty():
        return Resolved(
            raw.select("rid").with_columns(
                pl.lit(None, dtype).alias(name) for name, dtype in _NOTHING.items()
            ),
            no_decisions(),
        )
    where = atlas() if places is None else places
    present = [column for column in PLACE if column in raw.columns]
    keys = ["table", *present]
    stated = [name for name in keys if raw.get_column(name).null_count() < raw.height]
    # Lists run from village to village: only the first row of each run is looked at with all its texts.
    runs = raw.select(pl.struct(stated).rle_id()).to_series()
    heads = raw.select(keys).filter(runs.ne_missing(runs.shift(1)))
    combos = heads.unique(maintain_order=True)
    blank = pl.lit(None, dtype=pl.String)
    filled = combos.with_columns(
        *(_filled(column) for column in present),
        *(blank.alias(column) for column in PLACE if column not in present),
    ).with_row_index("combo")
    placed, decisions = _settle(filled, where, tables, declared or {})
    answers = placed.select(pl.col("kode_desa_").alias("kode_desa"), "kepastian", "cara", "calon")
    numbered = combos.with_row_index("combo")
    found = heads.join(numbered, on=keys, how="left", nulls_equal=True, maintain_order="left")
    combo = found.get_column("combo").gather(runs)
    if "nik" in raw.columns:
        answers = hinted(answers, filled, combo, raw.get_column("nik"))
    return Resolved(raw.get_column("rid").to_frame().hstack(answers[combo].get_columns()), decisions)


def _filled(column: str) -> pl.Expr:
    """A cell's text, null when it holds no letter and no digit."""
    text = pl.col(column).str.strip_chars()
    return pl.when(text.str.contains(r"[\p{L}\d]")).then(text).alias(column)


def _settle(
    combos: pl.DataFrame, where: Atlas, tables: Sequence[Table], declared: Mapping[int, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    named = _name_regions(combos, where)
    coded = read_codes(named, where)
    decisions = decide_schemes(coded, where, tables, declared)
    return _conclude(_name_villages(apply_schemes(coded, decisions), where), where), decisions


def _name_regions(combos: pl.DataFrame, where: Atlas) -> pl.DataFrame:
    """Add what the names of regency and kecamatan mean, and whether the row lies in another province."""

    def regency(_: str, name: str) -> Match:
        return where.regency(name)

    def province(_: str, name: str) -> Match:
        return Match(PROVINCE, 1.0, ()) if where.is_province(name) else NO_MATCH

    frame = combos.with_columns(_all=pl.lit(PROVINCE))
    frame = ask(frame, province, "_all", "provinsi", "_prov")
    frame = ask(frame, regency, "_all", "kabupaten", "_kab")
    frame = frame.with_columns(_within=pl.coalesce("_kab_code", "_all"))
    frame = ask(frame, where.district, "_within", "kecamatan", "_kec")
    nowhere = pl.col("_kab_code").is_null() & pl.col("_kec_code").is_null()
    return frame.with_columns(
        kabupaten_nama="_kab_code",
        kecamatan_nama="_kec_code",
        luar=pl.col("provinsi").is_not_null() & pl.col("_prov_code").is_null() & nowhere,
    ).drop("_all", "_within", "^_(prov|kab|kec)_.*$")


def _name_villages(frame: pl.DataFrame, where: Atlas) -> pl.DataFrame:
    """Add what the village's name means in the regions that names and codes point to.

    ``_utama`` is the answer of the narrowest region (kecamatan by name, else by code, else regency, else the
    province), ``_kode`` that of the kecamatan of the code where it differs, ``_luas`` that of the regency.
    """
    regency = pl.coalesce("kabupaten_nama", pl.col("kecamatan_nama").str.slice(0, 5), "kode_kabupaten_arti")
    # A kecamatan that no name in the province matched may be a slip that its regency's few names explain.
    again = pl.when(pl.col("kecamatan_nama").is_null()).then(regency)
    frame = frame.with_columns(_kabupaten=regency, _lagi=again)
    frame = ask(frame, where.district, "_lagi", "kecamatan", "_kec")
    frame = frame.with_columns(kecamatan_nama=pl.coalesce("kecamatan_nama", "_kec_code"))
    code_district = pl.coalesce(pl.col("kode_desa_arti").str.slice(0, 8), "kode_kecamatan_arti")
    stated_elsewhere = pl.col("kabupaten").is_not_null() & pl.col("_kabupaten").is_null()
    frame = frame.with_columns(
        _wilayah=pl.when("luar")
        .then(None)
        .otherwise(
            pl.coalesce(
                "kecamatan_nama",
                code_district,
                "_kabupaten",
                pl.when(~stated_elsewhere).then(pl.lit(PROVINCE)),
            )
        ),
        _wilayah_kode=pl.when(code_district != pl.col("kecamatan_nama")).then(code_district),
    )
    frame = ask(frame, where.village, "_wilayah", "desa", "_utama")
    frame = ask(frame, where.village, "_wilayah_kode", "desa", "_kode")
    frame = frame.with_columns(
        _wilayah_luas=pl.when(pl.col("_wilayah").str.len_chars() == 8).then("_kabupaten")
    )
    return ask(frame, where.village, "_wilayah_luas", "desa", "_luas")


def _by_name() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Village, certainty and way by names alone.

    Where the name's kecamatan knows no such village, the code's kecamatan is believed; where no kecamatan was
    written, the regency is asked for the very spelling; where the kecamatan lies outside the stated regency,
    only a right spelling that the regency does not also know is believed.
    """
    width = pl.col("_wilayah").str.len_chars()
    strange = pl.col("kabupaten_nama").ne(pl.col("kecamatan_nama").str.slice(0, 5)).fill_null(value=False)
    main = pl.col("_utama_code").is_not_null() & (
        ~strange | ((pl.col("_utama_certainty") >= _RIGHT) & pl.col("_luas_code").is_null())
    )
    # A name in one cell that is unknown to the province's kecamatan is too little for the whole province.
    main &= (width > 2) | pl.col("kecamatan").is_null() | (pl.col("_utama_certainty") >= _RIGHT)
    by_code_district = (
        pl.col("_utama_code").is_null()
        & pl.col("_kode_code").is_not_null()
        & (pl.col("_kode_certainty") >= _RIGHT)
    )
    by_regency = (
        pl.col("_utama_code").is_null()
        & pl.col("kecamatan_nama").is_null()
        & (pl.col("_luas_certainty") >= _RIGHT)
    )
    code = (
        pl.when(main)
        .then("_utama_code")
        .when(by_code_district)
        .then("_kode_code")
        .when(by_regency)
        .then("_luas_code")
    )
    by_width = pl.when(width == 8).then(1.0).when(width == 5).then(0.97).otherwise(0.95)
    certainty = (
        pl.when(main)
        .then(pl.col("_utama_certainty") * pl.when(strange).then(0.9).otherwise(by_width))
        .when(by_code_district | by_regency)
        .then(0.9)
    )
    named = pl.when(width == 8).then(pl.lit("nama")).when(width == 5).then(pl.lit("nama_kabupaten"))
    way = (
        pl.when(main)
        .then(named.otherwise(pl.lit("nama_provinsi")))
        .when(by_code_district)
        .then(pl.lit("nama"))
        .when(by_regency)
        .then(pl.lit("nama_kabupaten"))
    )
    return code, certainty, way


def _conclude(frame: pl.DataFrame, where: Atlas) -> pl.DataFrame:
    """Weigh the code against the names of each combination; adds the four answers."""

    def alike(code: str, name: str) -> Match:
        return Match(code, likeness(name, *where.names[code]), ())

    frame = ask(frame, alike, "kode_desa_arti", "desa", "_sebut")
    code, certainty, way = _by_name()
    frame = frame.with_columns(_nama=code, _nama_pasti=certainty, _nama_cara=way)
    coded = pl.col("kode_desa_arti")
    unnamed = pl.col("desa").is_null()
    elsewhere = pl.col("kecamatan_nama").ne(coded.str.slice(0, 8)).fill_null(value=False)
    other = pl.col("_nama").ne(coded).fill_null(value=False) & (
        (pl.col("_nama_pasti") >= 0.9) | (pl.col("_sebut_certainty") < _ALIKE)
    )
    agrees = pl.col("_sebut_certainty") >= _ALIKE
    # The name beside names another village, or nothing beside speaks for the code: names decide, or nobody.
    trusted = coded.is_not_null() & ~other & (agrees | ~elsewhere) & ~(unnamed & elsewhere)
    code_certainty = (
        pl.when(pl.col("_nama") == coded)
        .then(1.0)
        .when(agrees & ~elsewhere)
        .then(0.99)
        .when(unnamed)
        .then(0.97)
        .when(agrees)
        .then(0.9)
        .otherwise(0.8)
    )
    candidates = pl.concat_list(
        pl.concat_list(pl.col(c)).list.drop_nulls()
        for c in ("_nama", "kode_desa_arti", "kode_desa_kemendagri", "kode_desa_bps")
    ).list.concat(
        pl.concat_list(
            pl.col(f"{part}_candidates").fill_null(pl.lit([], dtype=pl.List(pl.String)))
            for part in ("_utama", "_kode", "_luas")
        )
    )
    settled = frame.with_columns(
        kode_desa_=pl.when(trusted).then(coded).otherwise("_nama"),
        kepastian=pl.when(trusted).then(code_certainty).otherwise("_nama_pasti").fill_null(0.0),
        cara=pl.when(trusted).then(pl.lit("kode_") + pl.col("kode_desa_skema")).otherwise("_nama_cara"),
        calon=candidates.list.unique(maintain_order=True).list.head(_SHOWN).list.join(";").replace("", None),
    )
    return with_namesakes(settled, where.names).sort("combo")
