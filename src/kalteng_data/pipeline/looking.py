"""How files were read, for ``inspect``: what stands in each column, and the settings that say otherwise.

In: an ``Intake``. Out: for each column how many cells are filled and masked examples; the lines of
``kalteng.toml`` that pin down what was told by itself.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kalteng_data.load.grid import Grid
from kalteng_data.load.grids import read_grids
from kalteng_data.model import Level, cell_address
from kalteng_data.pipeline.columnwise import DATES, NUMBERS
from kalteng_data.report.findings import one_line
from kalteng_data.report.mask import mask_kinds, masked
from kalteng_data.settings.quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kalteng_data.model import Column, Source, Table
    from kalteng_data.pipeline.intake import Intake
    from kalteng_data.report.mask import MaskKind

EXAMPLES = 3
"""Different values of a column that are shown, masked."""
LISTED_ROWS = 20
"""Rows named of those that were skipped for one reason; all are counted."""
_LONGEST = 40
_PINNED = (
    ("codebook", "codebook", ("adminduk", "regsosek"), NUMBERS),
    ("dates", "tanggal_lahir", ("dmy", "mdy", "ymd"), DATES),
)
"""Key of a source, the column that decisions name, what it may be, and the finding where it is not known."""
_HIDDEN = {"hidden-rows": "rows", "hidden-columns": "columns"}
_STATED = "stated-"


@dataclass(frozen=True, slots=True)
class Seen:
    """The cells of one column in the table's data rows: how many are filled, and masked ``examples``."""

    filled: int
    examples: tuple[str, ...]


class Decision(NamedTuple):
    """What was decided for a column of the table ``table`` (``Table.index``), and by what."""

    table: int
    field: str
    decision: str | None
    evidence: str


def columns_seen(found: Intake) -> dict[int, tuple[Seen, ...]]:
    """What stands in the columns of each table, by ``Table.index`` and in the order of its columns.

    Each file is read once more: the frames of an ``Intake`` lack the columns that nothing was made of.

    Raises:
        InputError: a file cannot be read any more.
    """
    rows = pl.concat([frame.select("table", "row") for frame in (found.people, found.villages)])
    by_table = {int(key[0]): part["row"] for key, part in rows.partition_by("table", as_dict=True).items()}
    by_source: dict[Source, list[Table]] = {}
    for table in found.tables:
        by_source.setdefault(table.source, []).append(table)
    nothing = Seen(0, ())
    seen = {table.index: (nothing,) * len(table.columns) for table in found.tables}
    for source, tables in by_source.items():
        kinds = mask_kinds(source.own)
        for grid in _grids(source):
            for table in tables:
                if table.sheet == grid.sheet and table.index in by_table:
                    cells = grid.frame[(by_table[table.index].sort() - 1).to_list()]
                    seen[table.index] = tuple(_seen(cells, column, kinds) for column in table.columns)
    return seen


def _grids(source: Source) -> Iterable[Grid]:
    return (g for g in read_grids(source.path, source.file, source.separator) if isinstance(g, Grid))


def _seen(cells: pl.DataFrame, column: Column, kinds: Mapping[str, MaskKind]) -> Seen:
    name = str(column.index)
    if name not in cells.columns:
        return Seen(0, ())
    filled = cells.get_column(name).drop_nulls()
    filled = filled.filter(filled.str.contains(r"\S"))
    # Nobody knows what stands in a column that was taken for nothing: names, for one.
    kind = "name" if column.field is None else kinds.get(column.field, "plain")
    values = pl.DataFrame({"value": filled.unique(maintain_order=True).head(EXAMPLES)})
    shown = values.select(one_line(masked(pl.col("value").str.strip_chars(), kind)).str.head(_LONGEST))
    return Seen(filled.len(), tuple(shown.to_series().unique(maintain_order=True)))


def hidden(table: Table) -> dict[str, int]:
    """Hidden ``rows`` and ``columns`` of the sheet; they are read like the others."""
    counts = {_HIDDEN[name]: int(value) for name, value in table.notes if name in _HIDDEN}
    return {"rows": 0, "columns": 0} | counts


def dittos(table: Table) -> int:
    """Cells that hold a mark for "as above" and were read as the value there."""
    return sum(int(value) for name, value in table.notes if name == "ditto")


def stated(table: Table) -> dict[str, str]:
    """Places that stand above the table and hold for all its rows, by field."""
    return {name.removeprefix(_STATED): value for name, value in table.notes if name.startswith(_STATED)}


def overruled(table: Table) -> list[str]:
    """Headers of which ``kalteng.toml`` says otherwise than the workspace remembers."""
    return [value for name, value in table.notes if name == "overruled"]


def decisions(found: Intake) -> list[Decision]:
    """All that was decided for whole columns.

    Code schemes of places are told by counts of codes that agree under each.
    """
    counted = pl.format("{}: kemendagri={} bps={}", "by", "kemendagri", "bps")
    known = {"by", "kemendagri", "bps"} <= set(found.decisions.columns)
    evidence = pl.coalesce("evidence", counted) if known else pl.col("evidence")
    told = found.decisions.select("table", "field", "decision", evidence.fill_null(""))
    return [Decision(*one) for one in told.rows()]  # one a table and column, never one a row of data


def as_json(found: Intake, seen: Mapping[int, tuple[Seen, ...]]) -> str:
    """Everything as one JSON document; ``settings`` are lines of ``kalteng.toml``."""
    decided = decisions(found)
    tables = [_table(t, seen[t.index], decided) for t in found.tables]
    document = {
        "tables": tables,
        "passed_over": [
            {"file": p.source.file, "sheet": p.sheet, "reason": p.reason} for p in found.passed_over
        ],
        "settings": "\n".join(override_lines(found)) + "\n",
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _table(table: Table, seen: Sequence[Seen], decided: Iterable[Decision]) -> dict[str, object]:
    columns = [
        {
            "column": column.letter,
            "header": column.header,
            "field": column.field,
            "confidence": column.confidence if column.field else None,
            "reason": column.reason,
            "filled": cells.filled,
            "fill_rate": round(cells.filled / table.rows, 4) if table.rows else 0.0,
            "examples": list(cells.examples),
        }
        for column, cells in zip(table.columns, seen, strict=True)
    ]
    return {
        "file": table.source.file,
        "sheet": table.sheet,
        "level": str(table.source.level) if table.source.level else None,
        "source": table.source.name,
        "kind": str(table.kind),
        "header_row": table.header_row,
        "rows": table.rows,
        "layout": table.layout,
        "layout_fit": None if table.fit is None else asdict(table.fit),
        "remembered": None if table.remembered is None else table.remembered.isoformat(),
        "overruled": overruled(table),
        "columns": columns,
        "stated": stated(table),
        "decisions": [
            {"field": one.field, "decision": one.decision, "evidence": one.evidence}
            for one in decided
            if one.table == table.index
        ],
        "skipped": [
            {"reason": s.reason, "rows": len(s.rows), "at": list(s.rows[:LISTED_ROWS])} for s in table.skipped
        ],
        "hidden": hidden(table),
        "ditto": dittos(table),
    }


def override_lines(found: Intake) -> list[str]:
    """Lines of ``kalteng.toml`` that say of each source what was told by itself, to be changed where wrong.

    Sheet and header row are named where a source has one table only: declared, they hold for the whole
    source. Columns that nothing was made of stand behind ``#``, with no field yet.
    """
    by_name: dict[str, list[Table]] = {}
    for table in found.tables:
        by_name.setdefault(table.source.name, []).append(table)
    lines: list[str] = []
    for name, mine in by_name.items():
        level = mine[0].source.level or Level.KABUPATEN
        lines += ["[[source]]", f"name = {quoted(name)}", f"level = {quoted(level)}"]
        if len(mine) == 1 and mine[0].header_row > 0:
            lines += [f"sheet = {quoted(mine[0].sheet)}"] if mine[0].sheet else []
            lines.append(f"header_row = {mine[0].header_row}")
        indices = [table.index for table in mine]
        lines += _decided_lines(found.decisions.filter(pl.col("table").is_in(indices)), found, indices)
        columns: dict[str, str | None] = {}
        for table in mine:
            columns = _keyed(table) | columns
        lines += ["[source.columns]"] if columns else []
        lines += [
            f"# {quoted(key)} = " if field is None else f"{quoted(key)} = {quoted(field)}"
            for key, field in columns.items()
        ]
        lines.append("")
    return lines[:-1]


def _decided_lines(told: pl.DataFrame, found: Intake, tables: Sequence[int]) -> list[str]:
    """The keys of a source that say what was decided for its columns; behind ``#`` where nothing told."""
    lines: list[str] = []
    field, decision = pl.col("field"), pl.col("decision")
    codes = told.filter(field.str.starts_with("kode_"))["decision"].unique()
    if codes.len() == 1 and codes[0] is not None:
        lines.append(f"codes = {quoted(codes[0])}")
    doubtful = found.findings.filter(pl.col("table").is_in(tables) & (pl.col("row") == 0))["code"]
    for name, column, known, code in _PINNED:
        said = told.filter((field == column) & decision.is_in(known))["decision"].unique()
        if said.len() == 1:
            lines.append(f"{name} = {quoted(said[0])}")
        elif code in doubtful:
            lines.append(f"# {name} = {quoted(known[0])}  # {', '.join(map(quoted, known[1:]))}")
    return lines


def _keyed(table: Table) -> dict[str, str | None]:
    """The field of each column that is not sure, by its header, or by its cell where headers are alike."""
    counts = Counter(column.header.casefold() for column in table.columns)
    return {
        column.header
        if column.header.strip() and counts[column.header.casefold()] == 1
        else cell_address(column.index, max(table.header_row, 1)): column.field
        for column in table.columns
        if (column.field is None or column.confidence < 1) and not is_known_and_unused(column)
    }


def is_known_and_unused(column: Column) -> bool:
    """Whether the header is one that lists have and nobody needs, such as the running number."""
    reason = column.reason.partition(":")[0]
    return column.field is None and reason in {"synonym", "filler", "layout", "remembered"}
