"""From files to accepted rows: load, standardise, find villages, validate; for every command that reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.fields import PLACE
from kalteng_data.load import Loaded, read_tables
from kalteng_data.model import Kind, Tally
from kalteng_data.pipeline import resent
from kalteng_data.pipeline.columnwise import once_a_column
from kalteng_data.pipeline.knowing import Home, with_declared
from kalteng_data.places import resolve_villages
from kalteng_data.schemas import no_findings
from kalteng_data.settings import RuleLevel, words_of
from kalteng_data.standardise import (
    names_to_match,
    own_values,
    standardise_families,
    standardise_persons,
    standardise_villages,
)
from kalteng_data.validate import (
    PERSON_TYPES,
    own_column_findings,
    own_findings,
    validate_families,
    validate_persons,
    validate_villages,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kalteng_data.errors import InputError
    from kalteng_data.load.layouts import Known
    from kalteng_data.model import PassedOver, Source, Table
    from kalteng_data.places import Resolved
    from kalteng_data.progress import Progress
    from kalteng_data.settings import Settings

HEADS = {"nama": "nama_kepala_keluarga", "nik": "nik_kepala_keluarga"}
"""A row about a family card stands for its head: which column of it gives which field of the person."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read and found.

    ``people`` are all rows about people (``rid, table, row``, the standardised columns, ``kode_desa,
    kepastian, calon`` and ``accepted``), ``villages`` all rows of village tables likewise; ``findings`` of
    both. ``decisions`` tells what was decided for whole columns; ``earlier`` lists what marked workbooks
    say of themselves; ``unreadable`` the files that were left out; ``repeats`` tells which tables hold the
    content of another one (``resent.resent``).
    """

    tables: tuple[Table, ...]
    passed_over: tuple[PassedOver, ...]
    people: pl.DataFrame
    villages: pl.DataFrame
    findings: pl.DataFrame
    decisions: pl.DataFrame
    earlier: pl.DataFrame
    unreadable: tuple[InputError, ...] = ()
    repeats: Mapping[int, int] = field(default_factory=dict)

    def quarantining(self) -> pl.DataFrame:
        """The findings for which rows were kept out, whatever severity the settings give them."""
        codes = [code for code, rule in catalogue.rules().items() if rule.quarantines]
        return self.findings.filter(pl.col("code").is_in(codes)).select("table", "row", "code")

    def tallies(self) -> dict[int, Tally]:
        """Rows read, accepted and quarantined by ``Table.index``."""
        both = pl.concat([frame.select("table", "accepted") for frame in (self.people, self.villages)])
        counts = both.group_by("table").agg(pl.len().alias("read"), pl.col("accepted").sum().alias("kept"))
        columns = (counts["table"], counts["read"], counts["kept"])
        found = {t: Tally(read, kept, read - kept) for t, read, kept in zip(*columns, strict=True)}
        return {table.index: found.get(table.index, Tally()) for table in self.tables}


def take_in(
    sources: Sequence[Source],
    settings: Settings,
    *,
    today: date,
    progress: Progress,
    skip_unreadable: bool = False,
    home: Home | None = None,
    findings_only: bool = False,
) -> Intake:
    """Read, standardise and validate ``sources``, in an order that does not depend on how they were given.

    At ``home`` headers are known by its layouts and memory, and rows are held to its base dataset in force,
    where it has one. With ``findings_only`` ``people`` may lack columns that no rule of this run looks at,
    and names to match by are made for the few rows whose neighbours are alike.

    Raises:
        InputError: a file cannot be read (unless ``skip_unreadable``), or none holds a usable table.
    """
    home = home or Home()
    catalogue.know_own(words_of(settings.rule))
    in_order = sorted((declared_source(s, settings) for s in sources), key=lambda s: (s.level or "", s.file))
    loaded, unreadable = _read(in_order, settings, progress, home.known, skip_unreadable=skip_unreadable)
    tables, raw = loaded.tables, _with_heads(loaded)
    wanted = _asked_for(tables, settings, home.base) if findings_only else None
    with progress.stage("standardise"):
        clean = standardise_persons(raw, tables, today=today, wanted=wanted)
        clean = replace(clean, frame=_extended(clean.frame, raw, Kind.PENDUDUK, settings, today))
        village_rows = _village_rows(loaded, settings, today)
    with progress.stage("places"):
        places, village_places = (_places(frame, tables, settings) for frame in (raw, loaded.villages))
    with progress.stage("validate"):
        found = loaded.findings
        checked = validate_persons(
            raw, clean.frame, tables, places.frame, found=found, today=today,
            matching_names=None if wanted is None else names_to_match,
        )  # fmt: skip
        village_checked = validate_villages(
            loaded.villages, village_rows, tables, village_places.frame, found=found, today=today
        )
        cards = _card_findings(loaded, settings, today) if loaded.families.height else no_findings()
        own = _own_findings(loaded, raw, clean.frame, places.frame, village_rows, settings, today)
        people = _joined(clean.frame, places.frame, checked.accepted)
        villages = _joined(village_rows.drop("kode_desa"), village_places.frame, village_checked.accepted)
        repeats = resent.resent(people, resent.PEOPLE) | resent.resent(villages, resent.VILLAGES)
        before = _before(home.base, people, raw, tables, repeats, settings, today)
        parts = [checked.findings, village_checked.findings, cards, *own, before]
        findings = pl.concat([_of_whole_rows(parts, found), resent.findings(repeats, tables)])
    decisions = pl.concat([p.decisions for p in (clean, places, village_places)], how="diagonal_relaxed")
    return Intake(
        tables=tables,
        passed_over=loaded.passed_over,
        people=people,
        villages=villages,
        findings=_weighed(once_a_column(findings, tables, decisions), settings),
        decisions=decisions,
        earlier=loaded.earlier,
        unreadable=unreadable,
        repeats=repeats,
    )


def _village_rows(loaded: Loaded, settings: Settings, today: date) -> pl.DataFrame:
    """Standardised rows about villages, with the columns that the workspace adds."""
    rows = standardise_villages(loaded.villages, loaded.tables).frame
    return _extended(rows, loaded.villages, Kind.DESA, settings, today)


def _places(rows: pl.DataFrame, tables: Sequence[Table], settings: Settings) -> Resolved:
    """The village that each row states."""
    schemes = _declared_schemes(tables, settings)
    return resolve_villages(rows.select("rid", "table", *PLACE, "^nik$"), tables, declared=schemes)


def _own_findings(
    loaded: Loaded,
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    places: pl.DataFrame,
    villages: pl.DataFrame,
    settings: Settings,
    today: date,
) -> list[pl.DataFrame]:
    """What the rules and columns of one's own find in the lists of people and of villages."""
    persons = loaded.persons.height  # after them stand the heads of family cards
    listed = clean.with_columns(places["kode_desa"]).head(persons)
    return [
        *_own(raw.head(persons), listed, Kind.PENDUDUK, loaded.tables, settings, today),
        *_own(loaded.villages, villages, Kind.DESA, loaded.tables, settings, today),
    ]


def _of_whole_rows(parts: Iterable[pl.DataFrame], misshapen: pl.DataFrame) -> pl.DataFrame:
    """All findings but those of cells in rows that do not fit their header: they stand in wrong columns."""
    findings = pl.concat([no_findings(), *parts])
    rows = misshapen.filter(pl.col("row") > 0).select("table", "row").unique()
    if not rows.is_empty():
        findings = findings.join(rows, on=["table", "row"], how="anti", maintain_order="left")
    return pl.concat([no_findings(), misshapen, findings])


def _asked_for(tables: Sequence[Table], settings: Settings, base: Path | None) -> frozenset[str] | None:
    """Columns that rules look at; ``None`` for all, where rows are compared whole or rules are one's own."""
    if len(tables) > 1 or settings.rule or settings.own_columns() or base:
        return None
    return frozenset(PERSON_TYPES) - {"nama_cocok"}


def declared_source(source: Source, settings: Settings) -> Source:
    """``source`` with the sheet and header row that the settings declare for it, and columns of one's own."""
    source = replace(source, own=settings.own_columns())
    known = settings.source_named(source.name)
    if known is None:
        return source
    return replace(source, sheet=known.sheet, header_row=known.header_row)


def _read(
    sources: Sequence[Source],
    settings: Settings,
    progress: Progress,
    known: Known | None,
    *,
    skip_unreadable: bool,
) -> tuple[Loaded, tuple[InputError, ...]]:
    """All tables of all files; with ``skip_unreadable`` the files that cannot be read are left out."""
    overrides = {one.name: one.columns for one in settings.source if one.columns}
    unreadable: list[InputError] = []
    with progress.stage("load", total=len(sources)) as stage:
        skipping = unreadable.append if skip_unreadable else None
        loaded = read_tables(sources, overrides, stage.advance, skipping, known)
    if unreadable and not loaded.tables:
        raise unreadable[0]
    return replace(loaded, tables=with_declared(loaded.tables, settings)), tuple(unreadable)


def _card_findings(loaded: Loaded, settings: Settings, today: date) -> pl.DataFrame:
    """Findings about family cards as such; their heads are checked as people."""
    cards = standardise_families(loaded.families, loaded.tables).frame
    cards = _extended(cards, loaded.families, Kind.KELUARGA, settings, today)
    checked = validate_families(loaded.families, cards, loaded.tables, found=loaded.findings, today=today)
    own = _own(loaded.families, cards, Kind.KELUARGA, loaded.tables, settings, today)
    return pl.concat([checked.findings, *own])


def _before(
    base: Path | None,
    people: pl.DataFrame,
    raw: pl.DataFrame,
    tables: Sequence[Table],
    repeats: Mapping[int, int],
    settings: Settings,
    today: date,
) -> pl.DataFrame:
    """Findings of the base dataset in force; without one nothing is imported and nothing read."""
    if base is None:
        return no_findings()
    from kalteng_data.pipeline import before

    period = settings.project.period or f"{today:%Y-%m}"
    return before.findings(base, people, raw, tables, repeats, today, period)


def _own(
    raw: pl.DataFrame,
    clean: pl.DataFrame,
    kind: Kind,
    tables: Sequence[Table],
    settings: Settings,
    today: date,
) -> list[pl.DataFrame]:
    """Findings of the workspace's own columns and of its own rules; ``clean`` is ``_extended``."""
    added = settings.own_columns()
    mine = [column for column in added if column.kind is kind]
    return [
        own_column_findings(raw, clean, tables, kind, mine),
        own_findings(raw, clean, kind, settings.rule, today, added),
    ]


def _extended(
    clean: pl.DataFrame, raw: pl.DataFrame, kind: Kind, settings: Settings, today: date
) -> pl.DataFrame:
    """Standardised rows with the columns that the workspace adds to their schema."""
    mine = [column for column in settings.own_columns() if column.kind is kind]
    return clean.hstack(own_values(raw, mine, today).get_columns()) if mine else clean


def _with_heads(loaded: Loaded) -> pl.DataFrame:
    """Raw rows about people, and after them a row for the head of each row about a family card."""
    if loaded.families.is_empty():
        return loaded.persons
    shared = [c for c in loaded.persons.columns if c in loaded.families.columns and c not in HEADS]
    heads = loaded.families.select(
        *shared,
        *(pl.col(column).alias(field) for field, column in HEADS.items()),
        pl.lit("KEPALA KELUARGA").alias("shdk"),
    ).with_columns((pl.col("rid") + loaded.persons.height).cast(pl.UInt32).alias("rid"))
    return pl.concat([loaded.persons, heads], how="diagonal")


def _declared_schemes(tables: Sequence[Table], settings: Settings) -> dict[int, str]:
    """Code scheme of each table whose source declares one."""
    named = {one.name: one.codes for one in settings.source}
    return {t.index: scheme for t in tables if (scheme := named.get(t.source.name)) is not None}


def _joined(clean: pl.DataFrame, places: pl.DataFrame, accepted: pl.Series) -> pl.DataFrame:
    """Standardised rows with their village and verdict; all three are in the order of ``rid``."""
    return clean.hstack(places.drop("rid").get_columns()).with_columns(accepted.alias("accepted"))


def _weighed(findings: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Findings with the severities that the settings give their rules; those switched off are left out.

    A rule that keeps rows out cannot be switched off: a row is never dropped in silence.
    """
    if not settings.rules:
        return findings
    keeps_out = {code for code, rule in catalogue.rules().items() if rule.quarantines}
    wanted = {
        code: str(level)
        for code, level in settings.rules.items()
        if not (code in keeps_out and level == RuleLevel.OFF)
    }
    level = pl.col("code").replace_strict(wanted, default=pl.col("severity"), return_dtype=pl.String)
    return findings.with_columns(level.alias("severity")).filter(pl.col("severity") != RuleLevel.OFF.value)
