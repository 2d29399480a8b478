"""The room's way through: look at each source, lay it out, read its sheets, stack their tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError
from kalteng_data.load.kinds import FIELDS
from kalteng_data.load.safety import Container, look
from kalteng_data.load.sheet import Part, read_sheet
from kalteng_data.load.text import read_text
from kalteng_data.load.workbook import Unread, read_workbook
from kalteng_data.model import Kind, PassedOver, Source, Table
from kalteng_data.schemas import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kalteng_data.load.grid import Grid


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that was read.

    ``persons``, ``villages`` and ``families`` are raw frames: ``rid`` (UInt32, 0 to n - 1), ``table``
    (UInt32, ``Table.index``), ``row`` (UInt32, sheet row), then every field of ``RAW_PERSON``,
    ``RAW_VILLAGE`` or ``RAW_FAMILY`` as String, and for people and families ``nik_angka`` and
    ``no_kk_angka`` (Boolean: the cell was a number; null when unknown). ``findings`` has the shape
    ``FINDINGS``.
    """

    tables: tuple[Table, ...]
    passed_over: tuple[PassedOver, ...]
    persons: pl.DataFrame
    villages: pl.DataFrame
    families: pl.DataFrame
    findings: pl.DataFrame


def read_tables(
    sources: Sequence[Source],
    overrides: Mapping[str, Mapping[str, str]] | None = None,
    advance: Callable[[], None] | None = None,
    unreadable: Callable[[InputError], None] | None = None,
) -> Loaded:
    """Every table of every source, in the order of the sources and of their sheets.

    Args:
        sources: files with their levels; ``Source.schema`` decides the kind of their tables where set.
        overrides: by a source's name, its headers' texts (or header cells such as ``C6``) and the canonical
            fields they stand for; an empty field leaves a column out.
        advance: called after each source.
        unreadable: told of each file that cannot be read, which is then left out whole; without it such a
            file ends the reading.

    Raises:
        InputError: a file that cannot be read or understood; the code and details name file, sheet and cell.
    """
    parts: list[Part] = []
    passed_over: list[PassedOver] = []
    for source in sources:
        try:
            outcomes = list(_read_source(source, (overrides or {}).get(source.name, {}), len(parts)))
            found = [outcome for outcome in outcomes if isinstance(outcome, Part)]
            passed = [outcome for outcome in outcomes if isinstance(outcome, PassedOver)]
            if not found:
                _refuse(source, passed)
        except InputError as error:
            if unreadable is None:
                raise
            unreadable(error)
            continue
        parts += found
        passed_over += passed
        if advance is not None:
            advance()
    return Loaded(
        tuple(part.table for part in parts),
        tuple(passed_over),
        _stack(parts, Kind.PENDUDUK),
        _stack(parts, Kind.DESA),
        _stack(parts, Kind.KELUARGA),
        pl.concat([pl.DataFrame(schema=FINDINGS), *(part.findings for part in parts)]),
    )


def _refuse(source: Source, passed: list[PassedOver]) -> None:
    reasons = {p.reason for p in passed}
    if reasons and reasons <= {"empty", "hidden", "chart"}:
        raise InputError("nothing-visible" if "hidden" in reasons else "empty-file", file=source.file)
    if "no-rows" in reasons:
        raise InputError("no-rows", file=source.file)
    looked = ", ".join(p.sheet for p in passed if p.sheet)
    raise InputError(
        "no-table",
        file=source.file,
        source=source.name or source.path.stem,
        looked=f" ({looked})" if looked else "",
    )


def _read_source(source: Source, overrides: Mapping[str, str], index: int) -> Iterator[Part | PassedOver]:
    container = look(source.path, source.file)
    outcomes: Iterator[Grid | Unread] = (
        iter((read_text(source.path, source.file),))
        if container is Container.TEXT
        else read_workbook(source.path, source.file, container)
    )
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            yield PassedOver(source, outcome.sheet, outcome.reason)
            continue
        for made in read_sheet(outcome, source, overrides, index):
            if isinstance(made, Part):
                index += 1
            yield made


def _stack(parts: Sequence[Part], kind: Kind) -> pl.DataFrame:
    schema: dict[str, type[pl.DataType]] = {"table": pl.UInt32, "row": pl.UInt32}
    schema |= dict.fromkeys(FIELDS[kind], pl.String)
    if kind is not Kind.DESA:
        schema |= {"nik_angka": pl.Boolean, "no_kk_angka": pl.Boolean}
    frames = [part.frame for part in parts if part.table.kind is kind]
    return pl.concat([pl.DataFrame(schema=schema), *frames]).with_row_index("rid")
