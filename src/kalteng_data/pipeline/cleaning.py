"""One file standardised: its rows in their order under the canonical names, and every change made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import reference
from kalteng_data.catalogue import word
from kalteng_data.errors import InputError
from kalteng_data.fields import PLACE, PROGRAMMES
from kalteng_data.load import read_tables
from kalteng_data.model import Kind
from kalteng_data.pipeline.intake import declared_source
from kalteng_data.pipeline.knowing import with_declared
from kalteng_data.places import resolve_villages
from kalteng_data.report.mask import mask_frame, mask_kinds
from kalteng_data.standardise import (
    STATUS,
    as_text,
    changes,
    identity_numbers,
    own_values,
    said,
    standardise_families,
    standardise_persons,
    standardise_villages,
    tidied,
    village_group,
)
from kalteng_data.write.table import FORMATS, SHEET_ROWS, write_sheets, write_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kalteng_data.load.layouts import Known
    from kalteng_data.model import OwnColumn, Source, Table
    from kalteng_data.progress import Progress
    from kalteng_data.settings import Settings

SURE = 0.9
"""A village found with less certainty stays as the sender wrote it: ``clean`` never guesses."""

_PERSON = (
    "no_kk", "kk_status", "nik", "nik_status", "nama", "shdk", "jenis_kelamin", "tempat_lahir",
    "tanggal_lahir", "tanggal_status", "umur", "status_kawin", "agama", "pendidikan", "pekerjaan",
    "kewarganegaraan", "golongan_darah", "disabilitas", "nama_ayah", "nik_ayah", "nik_ayah_status",
    "nama_ibu", "nik_ibu", "nik_ibu_status", "nama_kepala_keluarga", "nik_kepala_keluarga",
    "nik_kepala_status", "alamat", "dusun", "rt", "rw", *PLACE, "status_dasar", "telepon", "desil",
    *PROGRAMMES,
)  # fmt: skip
_FAMILY = (
    "no_kk", "kk_status", "nik_kepala_keluarga", "nik_kepala_status", "nama_kepala_keluarga",
    "jumlah_anggota", "alamat", "dusun", "rt", "rw", *PLACE, "desil", *PROGRAMMES,
)  # fmt: skip
_VILLAGE = (
    *PLACE, "jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk", "luas", "kepala_desa",
    "telepon", "status_idm", "skor_idm",
)  # fmt: skip
COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PENDUDUK: _PERSON,
    Kind.KELUARGA: _FAMILY,
    Kind.DESA: _VILLAGE,
}
"""Columns of a cleaned table, in their order; those of which a file says nothing are left out."""

_KIN = {
    "nik_ayah": "nik_ayah_status",
    "nik_ibu": "nik_ibu_status",
    "nik_kepala_keluarga": "nik_kepala_status",
}
LISTED = ("sheet", "row", "cell", "field", "before", "after", "rule")
"""Columns of the list of changes; its writing adds the rule in words. In the frame ``at`` follows: the field
whose cell it is, which may be another's (a date out of "place, date")."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``tables`` by what rows are about, ``sheet`` and ``row`` last; ``changes`` as ``LISTED`` and ``at``.

    ``own`` are the columns that the workspace adds, ``left_out`` the rows that do not fit their header.
    """

    file: str
    tables: Mapping[Kind, pl.DataFrame]
    changes: pl.DataFrame
    own: tuple[OwnColumn, ...] = ()
    left_out: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(frame.height for frame in self.tables.values())


def clean_file(
    source: Source, settings: Settings, *, today: date, progress: Progress, known: Known | None = None
) -> Cleaned:
    """Read one file and standardise its rows; nothing is checked.

    Rows with more or fewer cells than their header are left out: their values stand in the wrong columns.

    Raises:
        InputError: the file cannot be read, or ``no-rows`` where none fits its header.
    """
    source = declared_source(source, settings)
    overrides = {one.name: one.columns for one in settings.source if one.columns}
    schemes = {one.name: str(one.codes) for one in settings.source if one.codes is not None}
    with progress.stage("load"):
        loaded = read_tables([source], overrides=overrides, known=known)
        loaded = replace(loaded, tables=with_declared(loaded.tables, settings))
    declared = {t.index: schemes[t.source.name] for t in loaded.tables if t.source.name in schemes}
    raws = {Kind.PENDUDUK: loaded.persons, Kind.KELUARGA: loaded.families, Kind.DESA: loaded.villages}
    misshapen = loaded.findings.filter(pl.col("row") > 0).select("table", "row").unique().sort("table", "row")
    tables: dict[Kind, pl.DataFrame] = {}
    changed: list[pl.DataFrame] = []
    for kind, rows in raws.items():
        raw = rows.join(misshapen, on=["table", "row"], how="anti", maintain_order="left")
        if raw.is_empty():
            continue
        with progress.stage("standardise"):
            own = [column for column in source.own if column.kind is kind]
            clean = _standardised(kind, raw, loaded.tables, today)
            clean = clean.hstack(own_values(raw, own, today).get_columns())
        with progress.stage("places"):
            found = resolve_villages(raw.select("rid", "table", *PLACE), loaded.tables, declared=declared)
            clean = clean.drop(PLACE, strict=False).hstack(_places(raw, found.frame).get_columns())
        names = (*COLUMNS[kind], *(column.name for column in own))
        shown = [c for c in names if c in clean.columns and _speaks(c, clean, raw, loaded.tables)]
        fields = [field for field in shown if field not in STATUS.values()]
        changed.append(_addressed(changes(raw, clean, fields), raw, loaded.tables))
        tables[kind] = _with_origin(clean, loaded.tables).select(*shown, "sheet", "row")
    if not tables:
        raise InputError("no-rows", file=source.file)
    left_out = tuple(misshapen.get_column("row"))
    return Cleaned(source.file, tables, pl.concat(changed), source.own, left_out)


def _standardised(kind: Kind, raw: pl.DataFrame, tables: Sequence[Table], today: date) -> pl.DataFrame:
    """The standardised frame of one kind, with the fields that a base dataset does not keep."""
    if kind is Kind.DESA:
        return standardise_villages(raw, tables).frame
    if kind is Kind.KELUARGA:
        return standardise_families(raw, tables).frame.rename({"nik_status": "nik_kepala_status"})
    clean = standardise_persons(raw, tables, today=today).frame
    group = village_group(raw)
    added: list[pl.Series] = []
    for field, status in _KIN.items():
        # The kind of a parent's cell is not known: the row's own NIK tells how the list was typed.
        read = identity_numbers(raw.select("table", pl.col(field).alias("nik"), "nik_angka"), "nik", group)
        added += [
            read.get_column("number").alias(field),
            read.get_column("status").cast(pl.String).alias(status),
        ]
    whole = pl.col("umur").str.extract(r"^\s*(\d{1,3})\b").cast(pl.Int16, strict=False)
    return clean.hstack([*added, *raw.select(whole, tidied(pl.col("telepon"))).get_columns()])


def _places(raw: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """``PLACE`` of each row as the reference has it, or where it is not sure the sender's words alone."""
    sure = found.select(
        "rid",
        kode=pl.when(pl.col("kepastian") >= SURE).then("kode_desa"),
    ).join(reference.villages(), left_on="kode", right_on="kode_desa", how="left", maintain_order="left")
    official = {
        "kode_desa": pl.col("kode"),
        "desa": pl.col("nama_desa"),
        "kode_kecamatan": pl.col("kode_kecamatan"),
        "kecamatan": pl.col("kecamatan"),
        "kode_kabupaten": pl.col("kode_kabupaten"),
        "kabupaten": pl.col("kabupaten"),
        "kode_provinsi": pl.when(pl.col("kode").is_not_null()).then(pl.lit(reference.PROVINCE[0])),
        "provinsi": pl.when(pl.col("kode").is_not_null()).then(pl.lit(reference.PROVINCE[1])),
    }
    names = [field for field in PLACE if not field.startswith("kode_")]
    written = raw.select(
        pl.when(said(pl.col(n)).is_not_null()).then(tidied(pl.col(n))).alias(n) for n in names
    )
    placed = sure.select(**official)
    return placed.with_columns(
        pl.coalesce(pl.col(name), written.get_column(name)).alias(name) for name in names
    ).select(PLACE)


def _speaks(column: str, clean: pl.DataFrame, raw: pl.DataFrame, tables: Sequence[Table]) -> bool:
    """Whether a column is worth its place: the sender has it, or something in it came from another one."""
    field = next((f for f, status in STATUS.items() if status == column), column)
    mine = set(raw.get_column("table").unique())
    sent = any(table.column_of(field) for table in tables if table.index in mine)
    if sent or field in {"desa", "kecamatan", "kabupaten", "kode_desa"}:
        return sent or clean.get_column(column).null_count() < clean.height
    # Codes and names above the regency are the sender's or nobody's.
    return field not in PLACE and clean.get_column(field).null_count() < clean.height


def _with_origin(clean: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    names = {table.index: table.sheet for table in tables}
    sheet = pl.col("table").replace_strict(names, return_dtype=pl.String)
    return clean.with_columns(sheet.alias("sheet"))


def _addressed(found: pl.DataFrame, raw: pl.DataFrame, tables: Sequence[Table]) -> pl.DataFrame:
    """``LISTED`` and ``at``: changes with the cells they were made in, in the order of a sheet.

    What stands in no column of the sheet (a place stated above the table) is no cell's change.
    """
    columns = pl.DataFrame(
        [
            (table.index, table.sheet, column.field, column.index, column.letter)
            for table in tables
            for column in table.columns
            if column.field is not None
        ],
        schema={
            "table": pl.UInt32,
            "sheet": pl.String,
            "at": pl.String,
            "index": pl.Int32,
            "letter": pl.String,
        },
        orient="row",
    )
    sheets = columns.select("table", "sheet").unique()
    placed = (
        found.join(raw.select("rid", "table", "row"), on="rid", how="left", maintain_order="left")
        .join(columns.drop("sheet"), on=["table", "at"], how="left", maintain_order="left")
        .join(sheets, on="table", how="left", maintain_order="left")
    )
    stated = pl.col("letter").is_null() & (pl.col("at").is_in(list(PLACE)) | pl.col("before").is_null())
    return (
        placed.filter(~stated)
        .with_columns(cell=pl.col("letter") + pl.col("row").cast(pl.String))
        .sort("rid", "index", "field", maintain_order=True)
        .select(*LISTED, "at")
    )


def by_rule(found: pl.DataFrame, own: Sequence[OwnColumn] = ()) -> pl.DataFrame:
    """``rule, cells, before, after`` for each rule: how many cells, and one masked example."""
    each = found.with_columns(pl.col("rule").str.split("+")).explode("rule")
    first = each.group_by("rule", maintain_order=True).agg(
        pl.len().alias("cells"), pl.col("before", "after", "at", "field").first()
    )
    kinds = [
        pl.col(n).replace_strict(mask_kinds(own), default="plain", return_dtype=pl.String)
        for n in ("at", "field")
    ]
    first = first.with_columns(kinds)
    masked = [mask_frame(first, text, kind) for text, kind in (("before", "at"), ("after", "field"))]
    return first.with_columns(masked).sort("cells", "rule", descending=[True, False]).drop("at", "field")


def write_cleaned(cleaned: Cleaned, output: Path, listing: Path | None, lang: str) -> None:
    """Write the tables to ``output`` and the changes to ``listing``; an xlsx holds both.

    Raises:
        InputError: ``several-kinds``, for a format of one table.
        OutputError: a file cannot be written.
    """
    explained = _explained(cleaned.changes, lang)
    fmt = _format(output)
    if fmt == "xlsx":
        sheets = {kind.value: _plain(frame) for kind, frame in cleaned.tables.items()}
        if listing is None or explained.height <= SHEET_ROWS:
            sheets[word("clean.sheet", lang)] = explained
        write_sheets(sheets, output)
    else:
        if len(cleaned.tables) > 1:
            raise InputError("several-kinds", file=cleaned.file, kinds=", ".join(cleaned.tables))
        for kind, frame in cleaned.tables.items():
            write_table(frame if fmt == "parquet" else _plain(frame), fmt, output, kind.value)
    if listing is not None:
        write_table(explained, _format(listing), listing, word("clean.sheet", lang))


def _format(path: Path) -> str:
    suffix = path.suffix.lower().removeprefix(".")
    return suffix if suffix in FORMATS else "csv"


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Flags as words; dates and numbers keep their types."""
    flags = [name for name, dtype in frame.schema.items() if dtype == pl.Boolean]
    return frame.with_columns(as_text(name, pl.Boolean()).alias(name) for name in flags)


def _explained(found: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The list of changes with ``meaning``: its rules in words."""
    rules = found["rule"].unique().to_list()
    texts = {rule: "; ".join(word(f"change.{part}", lang) for part in rule.split("+")) for rule in rules}
    meaning = pl.col("rule").replace_strict(texts, return_dtype=pl.String) if texts else pl.col("rule")
    return found.select(*LISTED, meaning.alias("meaning"))
