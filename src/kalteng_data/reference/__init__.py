"""The places and code lists of the province, as tables that the package ships.

In: nothing. Out: cached polars frames of text; treat them as read-only. Where each table comes from, and
under which licence, stands in ``data/SOURCES.md`` beside the tables.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

PROVINCE = ("62", "Kalimantan Tengah")
"""Code (the same in both schemes) and name of the province."""

ADMINDUK = "adminduk"
REGSOSEK = "regsosek"
ADMINDUK_99 = "adminduk_99"


@cache
def _table(name: str) -> pl.DataFrame:
    import polars as pl

    content = files(__package__).joinpath("data", f"{name}.csv").read_bytes()
    return pl.read_csv(content, infer_schema=False)


@cache
def villages() -> pl.DataFrame:
    """The 1,571 villages, in the order of their codes.

    Columns, all text: ``kode_desa`` (Kemendagri, dotted, ``62.01.01.2003``), ``nama_desa``, ``jenis``
    (``desa`` or ``kelurahan``), ``kode_kecamatan``, ``kecamatan``, ``kode_kabupaten``, ``kabupaten`` (without
    the word Kabupaten), ``kode_bps`` (10 digits, null where the BPS list lacks the village),
    ``kode_bps_kecamatan`` (7 digits) and ``kode_bps_kabupaten`` (4 digits).
    """
    return (
        _table("villages")
        .join(districts(), on="kode_kecamatan", how="left", maintain_order="left")
        .select(
            "kode_desa",
            "nama_desa",
            "jenis",
            "kode_kecamatan",
            "kecamatan",
            "kode_kabupaten",
            "kabupaten",
            "kode_bps",
            "kode_bps_kecamatan",
            "kode_bps_kabupaten",
        )
    )


@cache
def districts() -> pl.DataFrame:
    """The 136 kecamatan: ``kode_kecamatan, kecamatan, kode_kabupaten, kabupaten``, and their BPS codes
    ``kode_bps_kecamatan`` (7 digits) and ``kode_bps_kabupaten`` (4 digits).
    """  # noqa: D205 - the column list does not fit one line
    regency = regencies().select("kode_kabupaten", "kabupaten", "kode_bps_kabupaten")
    return (
        _table("districts")
        .join(regency, on="kode_kabupaten", how="left", maintain_order="left")
        .select(
            "kode_kecamatan",
            "kecamatan",
            "kode_kabupaten",
            "kabupaten",
            "kode_bps_kecamatan",
            "kode_bps_kabupaten",
        )
    )


@cache
def regencies() -> pl.DataFrame:
    """The 13 regencies and the city with both their codes.

    ``kode_kabupaten`` (``62.01``), ``kode_bps_kabupaten`` (``6201``), ``kabupaten`` (``Kota Palangkaraya``
    keeps its kind), ``induk_sebelum_2002`` (Kemendagri code of the regency it was split from, or null),
    ``penduduk`` (people, Int64) and ``source``.
    """
    import polars as pl

    return _table("regencies").with_columns(pl.col("penduduk").cast(pl.Int64))


@cache
def aliases() -> pl.DataFrame:
    """Old and other names of villages and kecamatan: ``kode`` (Kemendagri), ``alias``, ``source``."""
    return _table("aliases")


@cache
def codes(field: str, codebook: str | None = None) -> pl.DataFrame:
    """What the numbers of one code list mean: ``codebook, code, label, source``.

    ``codebook`` is ``adminduk`` (OpenSID, SIAK), ``regsosek`` (Regsosek 2022, DTSEN) or, for ``pekerjaan``,
    ``adminduk_99`` (the longer list); without it all codebooks of the field come. The same number means
    different things in different codebooks, so a number is never looked up without one. Labels are the
    adminduk labels in upper case, sexes ``L`` and ``P``; ``ISTRI/SUAMI`` and ``ORANG TUA/MERTUA`` are what
    Regsosek leaves undecided.
    """
    import polars as pl

    if codebook is not None:
        return codes(field).filter(pl.col("codebook") == codebook)
    return all_codes().filter(pl.col("field") == field).drop("field")


def all_codes() -> pl.DataFrame:
    """``codes`` of every field, with ``field``."""
    return _table("codes")


@cache
def variants(field: str) -> pl.DataFrame:
    """Spellings of one field's labels: ``variant, label, source``, each variant once.

    Variants are upper case with single spaces and none around a slash; the labels themselves are among them.
    A spelling whose meaning is undecided (``KAHARINGAN``, ``JANDA``) has a label of its own that is no label
    of a code list: it is kept as it is, never forced into one.
    """
    import polars as pl

    return all_variants().filter(pl.col("field") == field).drop("field")


@cache
def all_variants() -> pl.DataFrame:
    """``variants`` of every field, with ``field``."""
    import polars as pl

    labels = (
        all_codes()
        .filter(pl.col("codebook") == ADMINDUK)
        .select("field", variant="label", label="label", source=pl.lit("the label itself"))
    )
    named = _table("variants").select(labels.columns)
    return pl.concat([named, labels]).unique(["field", "variant"], keep="first", maintain_order=True)
