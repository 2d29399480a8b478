"""What a marked copy says in its two sheets: every finding with a link to its cell, and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import catalogue
from kalteng_data.load.own import HEADER_ROW, LIST_MARK, SUMMARY_MARK, TEXT_SHEET
from kalteng_data.model import Severity
from kalteng_data.write.ooxml.sheets import Layout, Listing
from kalteng_data.write.ooxml.styles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table, Tally
    from kalteng_data.write.ooxml.sheets import Cell

_ROLES = {str(severity): Role(severity.value).value for severity in Severity}
_WIDTHS = (6, 13, 9, 16, 8, 18, 24, 58, 52, 14, 10, 10)
_HIDDEN = frozenset({10, 11})
_COLUMNS = 12
_LIST_TAB, _SUMMARY_TAB = "FFC53030", "FF2F4858"


def marks_of(frame: pl.DataFrame, lang: str) -> pl.DataFrame:
    """``sheet, spot, severity, note``: what is said at each cell; one row a finding.

    Args:
        frame: findings with place, words and ``spot``.
        lang: a language of the catalogue.
    """
    names = {str(s): catalogue.word(f"severity.{s}", lang).upper() for s in Severity}
    head = pl.col("severity").replace_strict(names, return_dtype=pl.String)
    fix = catalogue.word("findings.fix", lang)
    return frame.select(
        _sheet(),
        "spot",
        "severity",
        note=pl.format(f"{{}} {{}}\n{{}}\n{fix} {{}}", head, "code", "message", "fix"),
    )


def problem_list(
    found: pl.DataFrame, quiet: pl.DataFrame, origin: str, headline: Sequence[str], lang: str
) -> Listing:
    """The sheet of findings; those looked at stand behind the others with a cross.

    Args:
        found: findings with place, words, ``spot`` and ``key``, in the order to list them.
        quiet: findings that were looked at, likewise.
        origin: name of the file that was checked.
        headline: what the first line says.
        lang: a language of the catalogue.
    """
    names = {str(s): catalogue.word(f"severity.{s}", lang) for s in Severity}
    words = ("number", "severity", "code", "sheet", "cell", "column", "value", "problem", "fix", "looked_at")
    heads = [catalogue.word(f"marked.{name}", lang) for name in words]
    answer = catalogue.word("marked.yes", lang)
    both = pl.concat(
        [found.with_columns(answer=pl.lit(None, dtype=pl.String)), quiet.with_columns(answer=pl.lit(answer))]
    )
    columns = (
        pl.int_range(1, pl.len() + 1).cast(pl.String),
        pl.col("severity").replace_strict(names, return_dtype=pl.String),
        pl.col("code"), pl.col("sheet"), pl.col("spot"), pl.col("column"), pl.col("value"), pl.col("message"),
        pl.col("fix"), pl.col("answer"),
    )  # fmt: skip
    sheet = _sheet()
    frame = both.select(
        *(expression.alias(head) for expression, head in zip(columns, heads, strict=True)),
        "key",
        fill=pl.lit(None, dtype=pl.String),
        target=pl.concat_str(
            pl.lit("'"), sheet.str.replace_all("'", "''", literal=True), pl.lit("'!"), "spot"
        ),
        role=pl.col("severity").replace_strict(_ROLES, return_dtype=pl.String),
        sheet_name=sheet,
        spot="spot",
    )
    lines = (
        _wide((headline[0], Role.TITLE), LIST_MARK),
        _wide((catalogue.word("marked.how", lang), Role.STRONG), origin),
        tuple((head, Role.HEAD) for head in heads),
    )
    return Listing(
        lines,
        frame,
        roles={heads[4]: Role.LINK, heads[9]: Role.INPUT, "key": Role.PLAIN, "fill": Role.PLAIN},
        role_of={heads[1]: "role"},
        links={heads[4]: "target"},
        layout=Layout(_WIDTHS, _HIDDEN, frozen=HEADER_ROW, filter_row=HEADER_ROW, colour=_LIST_TAB),
    )


def summary_list(
    found: pl.DataFrame,
    tables: Sequence[Table],
    tallies: Mapping[int, Tally],
    headline: Sequence[str],
    lang: str,
) -> Listing:
    """The sheet of counts: by sheet and severity, by rule with what to do, and what comes next.

    Args:
        found: the findings of one file, all of them.
        tables: its tables.
        tallies: their rows.
        headline: lines to begin with.
        lang: a language of the catalogue.
    """
    lines: list[tuple[Cell, ...]] = [_wide((headline[0], Role.TITLE), SUMMARY_MARK, at=8)]
    lines += [((line, Role.PLAIN),) for line in headline[1:]]
    lines += [(), _heads(("sheet", "rows", "accepted", "quarantined", "errors", "warnings", "notes"), lang)]
    counts = {(int(t), str(s)): int(n) for t, s, n in found.group_by("table", "severity").len().rows()}
    for table in tables:
        tally = tallies[table.index]
        figures = [tally.read, tally.accepted, tally.quarantined]
        figures += [counts.get((table.index, str(s)), 0) for s in sorted(Severity, key=lambda s: -s.rank)]
        lines.append(((table.sheet or TEXT_SHEET, Role.TEXT), *((n, Role.NUMBER) for n in figures)))
    lines += [(), _heads(("rule", "code", "severity", "count", "todo"), lang)]
    by_code = found.group_by("code").agg(pl.len(), pl.first("severity"), pl.first("fix"))
    ranked = sorted(by_code.rows(), key=lambda row: (-Severity(row[2]).rank, -row[1], row[0]))
    lines += [
        (
            (catalogue.rules()[code].title[lang], Role.TEXT),
            (code, Role.TEXT),
            (catalogue.word(f"severity.{severity}", lang), Role(severity)),
            (count, Role.NUMBER),
            (
                fix
                if "{" not in catalogue.rules()[code].fix[lang]
                else catalogue.word("marked.see_list", lang),
                Role.PLAIN,
            ),
        )
        for code, count, severity, fix in ranked
    ]
    lines += [(), ((catalogue.word("marked.next", lang), Role.STRONG),)]
    lines += [((catalogue.word(f"marked.step{k}", lang), Role.PLAIN),) for k in (1, 2, 3)]
    widths = (44, 12, 15, 15, 15, 15, 15, 15, 10)
    return Listing(tuple(lines), pl.DataFrame(), layout=Layout(widths, frozenset({8}), colour=_SUMMARY_TAB))


def _wide(first: Cell, last: str, at: int = 10) -> tuple[Cell, ...]:
    """A line with text in its first cell and in the hidden column."""
    return (first, *((None, Role.PLAIN),) * (at - 1), (last, Role.PLAIN))


def _heads(names: Sequence[str], lang: str) -> tuple[Cell, ...]:
    return tuple((catalogue.word(f"marked.{name}", lang), Role.HEAD) for name in names)


def _sheet() -> pl.Expr:
    """The sheet's name in the copy, where a text file has one too."""
    return (
        pl.when(pl.col("sheet").fill_null("") == "")
        .then(pl.lit(TEXT_SHEET))
        .otherwise("sheet")
        .alias("sheet")
    )
