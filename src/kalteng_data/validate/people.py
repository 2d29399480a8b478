"""Rows about people: every rule in one pass over one frame."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PROGRAMMES
from kalteng_data.model import Kind
from kalteng_data.validate.check import Check, evaluate
from kalteng_data.validate.context import PERSON_TYPES, beside, person_context, tables_of
from kalteng_data.validate.rules_across_fields import ACROSS_FIELDS
from kalteng_data.validate.rules_across_rows import ACROSS_ROWS, with_neighbours
from kalteng_data.validate.rules_across_village import DATES, VILLAGES, crowded_dates, villages_of
from kalteng_data.validate.rules_fields import FIELDS, TABLES
from kalteng_data.validate.rules_lists import CODED, LISTS, PLACES, with_known_codes
from kalteng_data.validate.verdict import Validated, field_findings, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Table

CELLS: tuple[str, ...] = (
    "nik", "no_kk", "nama", "tanggal_lahir", "jenis_kelamin", "rt", "rw", "umur", "desil", *PROGRAMMES,
    *CODED, "agama", "pendidikan", "pekerjaan", "nik_ibu", "nik_ayah", "nama_ibu", "nama_kepala_keluarga",
    "kode_desa", "desa",
)  # fmt: skip
"""Cells that rules of people look at or show."""

RULES: tuple[Check, ...] = (*FIELDS, *LISTS, *ACROSS_FIELDS, *ACROSS_ROWS)


def validate_persons(
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    tables: Sequence[Table],
    places: pl.DataFrame | None = None,
    *,
    found: pl.DataFrame | None = None,
    today: dt.date | None = None,
) -> Validated:
    """Check rows about people.

    Args:
        raw: cells as text, with ``rid, table, row``.
        clean: their standardised values, in the same order.
        tables: the tables the rows come from.
        places: ``rid, kode_desa, kepastian, cara, calon``; without it the rules of villages are left out.
        found: findings of the loader, which may keep rows out (``KT001``); they are not repeated.
        today: the day ages are counted to, by default the present one.

    Raises:
        VerificationError: ``clean`` does not have the types of its schema.
    """
    today = today if today is not None else dt.datetime.now(tz=dt.UTC).date()
    frame = beside(raw, clean, places, PERSON_TYPES, CELLS)
    frame = with_neighbours(person_context(frame, tables, today), raw)
    about_people = [t.index for t in tables if t.kind is Kind.PENDUDUK]
    listed = frame.filter(pl.col("table").is_in(about_people)) if len(about_people) < len(tables) else frame
    checks = RULES
    if places is not None:
        frame, checks = with_known_codes(frame), (*RULES, *PLACES)
    parts = [
        evaluate(tables_of(listed, ("nik", "no_kk", "tanggal_lahir", "jenis_kelamin")), TABLES),
        evaluate(frame, checks),
        field_findings(Kind.PENDUDUK, clean, frame, today),
        evaluate(villages_of(listed), VILLAGES),
        evaluate(crowded_dates(listed), DATES),
    ]
    return verdict(raw, parts, found)
