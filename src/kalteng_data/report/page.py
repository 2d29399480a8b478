"""The report as one page for a browser: nothing is fetched, everything is escaped, it prints.

In: a ``Checked`` and the day. Out: HTML. The page's template is ``page.html.j2``; its script only filters,
without it everything is there to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import __version__, catalogue
from kalteng_data.model import Severity, Tally
from kalteng_data.report.findings import by_severity, one_line, plain_name
from kalteng_data.report.full import cut_line, frequent, number, summary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from jinja2 import Template

    from kalteng_data.model import Table
    from kalteng_data.report.checked import Checked

MOST_ROWS = 5_000
"""Findings on a page unless more are asked for: a phone must be able to open it."""
_OPEN = 25
"""A group of more findings than this is folded."""


@dataclass(frozen=True, slots=True)
class _Group:
    """One rule broken in one sheet: its rows are cell, column, value, message, fix."""

    code: str
    severity: str
    title: str
    fix: str
    own_fix: bool
    why: str
    rows: Sequence[tuple[str | None, ...]]
    opened: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet."""

    anchor: str
    file: str
    sheet: str
    tally: Tally
    counts: tuple[int, ...]
    groups: tuple[_Group, ...]


def as_html(checked: Checked, day: dt.date) -> str:
    """The page.

    Args:
        checked: what was found.
        day: the day of the check, shown in ISO form.
    """
    lang = checked.lang
    listed = checked.listed
    parts = tuple(_part(checked, listed, table) for table in checked.tables)
    codes = sorted(listed["code"].unique())
    severities = [
        (str(s), catalogue.word(f"severity.{s}", lang)) for s in sorted(Severity, key=lambda s: -s.rank)
    ]
    totals = by_severity(checked.found)
    return _template().render(
        lang=lang,
        unmasked=checked.unmasked,
        day=day.isoformat(),
        version=__version__,
        headline=str(summary(checked.found, checked.tables, lang, reviewed=checked.quiet.height)[0]),
        cut=cut_line(checked) if checked.cut else "",
        cards=[(key, name, number(totals[Severity(key)], lang)) for key, name in severities],
        severities=severities,
        names=dict(severities),
        often=[
            (code, catalogue.rules()[code].title[lang], number(n, lang))
            for code, n in frequent(checked.found)
        ],
        codes=[(code, catalogue.rules()[code].title[lang]) for code in codes],
        parts=parts,
        w=lambda key, **details: catalogue.word(f"page.{key}", lang, **details),
        n=lambda value: number(value, lang),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    text = files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(text)


def _part(checked: Checked, listed: pl.DataFrame, table: Table) -> _Part:
    mine = checked.found.filter(pl.col("table") == table.index)
    shown = listed.filter(pl.col("table") == table.index)
    groups = shown.partition_by("code", maintain_order=True) if shown.height else []
    made = [_group(group, checked.lang) for group in groups]
    return _Part(
        f"t{table.index}",
        plain_name(table.source.file),
        plain_name(table.sheet),
        checked.tallies.get(table.index, Tally()),
        tuple(by_severity(mine).values()),
        tuple(sorted(made, key=lambda g: (-Severity(g.severity).rank, g.code))),
    )


def _group(group: pl.DataFrame, lang: str) -> _Group:
    code = str(group["code"][0])
    rule = catalogue.rules()[code]
    place = pl.coalesce("cell", pl.col("row").cast(pl.String), pl.lit("-"))
    own_fix = "{" in rule.fix[lang]
    rows = group.select(place, one_line(pl.col("column")), "value", "message", "fix").rows()
    return _Group(
        code,
        str(group["severity"][0]),
        rule.title[lang],
        "" if own_fix else str(group["fix"][0]),
        own_fix,
        rule.why[lang],
        rows,
        group.height <= _OPEN,
    )
