"""Rows about people: every rule in one pass over one frame."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PROGRAMMES
from kalteng_data.model import Kind
from kalteng_data.validate.check import Check, by_check
from kalteng_data.validate.context import PERSON_TYPES, beside, files_of, person_context, tables_of
from kalteng_data.validate.neighbours import (
    child_elsewhere,
    named_heads,
    odd_cards,
    repeated,
    shifted,
    similar,
)
from kalteng_data.validate.rules_across_fields import ACROSS_FIELDS, NAMES_OF_HEADS
from kalteng_data.validate.rules_across_rows import CARDS, CHILDREN, REPEATED, SHIFTED, SIMILAR
from kalteng_data.validate.rules_across_village import DATES, VILLAGES, crowded_dates, villages_of
from kalteng_data.validate.rules_fields import FIELDS, TABLES
from kalteng_data.validate.rules_lists import CODED, LISTS, PLACES, UNSETTLED, with_known_codes
from kalteng_data.validate.verdict import Validated, field_findings, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kalteng_data.model import Table

CELLS: tuple[str, ...] = (
    "nik", "no_kk", "nama", "tanggal_lahir", "jenis_kelamin", "rt", "rw", "umur", "desil", *PROGRAMMES,
    *CODED, "agama", "pendidikan", "pekerjaan", "nik_ibu", "nik_ayah", "nama_ibu", "nama_kepala_keluarga",
    "kode_desa", "desa",
)  # fmt: skip
"""Cells that rules of people look at or show."""

ROWS: tuple[Check, ...] = (*FIELDS, *LISTS, *ACROSS_FIELDS, *SHIFTED)
"""Rules over the frame of people itself."""


def _unread(found: pl.DataFrame | None) -> pl.Series:
    """The tables in which numbers stand that nobody read: of those it is not said that they have none."""
    if found is None:
        return pl.Series([], dtype=pl.UInt32)
    return found.filter(pl.col("code") == "KT068").get_column("table").unique()


def validate_persons(
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    tables: Sequence[Table],
    places: pl.DataFrame | None = None,
    *,
    found: pl.DataFrame | None = None,
    today: dt.date | None = None,
    matching_names: Callable[[pl.Series], pl.Series] | None = None,
) -> Validated:
    """Check rows about people.

    Args:
        raw: cells as text, with ``rid, table, row``.
        clean: their standardised values, in the same order.
        tables: the tables the rows come from.
        places: ``rid, kode_desa, kepastian, cara, calon``; without it the rules of villages are left out.
        found: findings of the loader, which may keep rows out (``KT001``); they are not repeated.
        today: the day ages are counted to, by default the present one.
        matching_names: names to match by, made of cells of names, for a ``clean`` that lacks ``nama_cocok``:
            they are costly to make, and few rows need them.

    Raises:
        VerificationError: ``clean`` does not have the types of its schema.
    """
    today = today if today is not None else dt.datetime.now(tz=dt.UTC).date()
    frame = beside(raw, clean, places, PERSON_TYPES, CELLS)
    facts = tables_of(frame).with_columns(nomor_lain=pl.col("table").is_in(_unread(found).implode()))
    frame = person_context(frame, facts, tables, today)
    frame = frame.with_columns(geser=shifted(frame))
    about_people = [t.index for t in tables if t.kind is Kind.PENDUDUK]
    listed = pl.col("table").is_in(about_people)
    people = frame.filter(listed) if len(about_people) < len(tables) else frame

    def names(rows: pl.DataFrame) -> pl.Series:
        return rows["nama_cocok"] if matching_names is None else matching_names(rows["raw_nama"])

    again = repeated(frame, raw, files_of(tables), names)
    villages = villages_of(people)
    parts = [
        *by_check(facts.filter(listed), TABLES),
        *by_check(frame, ROWS),
        *by_check(named_heads(frame, names), NAMES_OF_HEADS),
        *by_check(again, REPEATED),
        *by_check(similar(frame, again, names), SIMILAR),
        *by_check(child_elsewhere(frame, names), CHILDREN),
        *by_check(odd_cards(frame), CARDS),
        *field_findings(Kind.PENDUDUK, clean, frame, today),
        *by_check(villages, VILLAGES),
        *by_check(crowded_dates(people, villages), DATES),
    ]
    if places is not None:
        parts += by_check(with_known_codes(frame.filter(UNSETTLED)), PLACES)
    return verdict(raw, parts, found)
