"""Findings for a person at a terminal: by sheet, each fault once with its cells and its fix, and a summary.

In: a ``Checked``, or the findings to count. Out: lines of spans, each of a named style; who prints them knows
colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

import polars as pl

from kalteng_data import catalogue
from kalteng_data.model import Severity, Tally
from kalteng_data.report.findings import by_severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.model import Table
    from kalteng_data.report.checked import Checked

Style: TypeAlias = Literal["", "file", "error", "warning", "note", "code", "place", "fix", "dim", "strong"]

CELLS_EACH = 5
"""Cells shown of a fault that repeats within a sheet."""

MOST_FREQUENT = 3

_GRAVITY = {str(severity): -severity.rank for severity in Severity}


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one style."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of spans."""

    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans)


def plain(lines: Sequence[Line]) -> str:
    """The lines without style."""
    return "".join(f"{line}\n" for line in lines)


def full(checked: Checked, *, cells_each: int = CELLS_EACH) -> tuple[Line, ...]:
    """All faults that are listed, grouped by sheet and rule, errors first.

    Args:
        checked: the outcome of a check; tables without findings are left out.
        cells_each: how many cells of a repeated fault are listed; the rest are counted.
    """
    lang, listed = checked.lang, checked.chosen
    ranks = {str(s): -s.rank for s in Severity}
    groups = (
        listed.lazy()
        .with_row_index("at")
        .group_by("table", "code", maintain_order=True)
        .agg(pl.len().alias("n"), pl.first("severity"), pl.col("at").head(cells_each))
        .with_columns(rank=pl.col("severity").replace_strict(ranks, return_dtype=pl.Int8))
        .sort("table", "rank", "code")
        .collect()
    )
    # Only what is shown is masked and put into words.
    shown = checked.worded(listed[groups["at"].explode(empty_as_null=False)])
    place = pl.coalesce("cell", pl.col("row").cast(pl.String), pl.lit("-"))
    cells = iter(shown.select(place, "message", "fix").rows())
    named = {t.index: t for t in checked.tables}
    lines: list[Line] = []
    heading = None
    for table, code, n, each in groups.select("table", "code", "n", pl.col("at").list.len()).rows():
        if table != heading:
            heading = table
            lines += _heading(named[table], checked.tallies.get(table), lang)
        lines += _fault(code, n, list(islice(cells, each)), lang)
    return tuple(lines)


def _heading(table: Table, tally: Tally | None, lang: str) -> list[Line]:
    spans = [Span(_printable(table.source.file), "file")]
    if table.sheet:
        spans.append(
            Span(f" {catalogue.word('findings.sheet', lang, sheet=_printable(table.sheet))}", "file")
        )
    if tally is not None:
        counts = {name: number(getattr(tally, name), lang) for name in ("accepted", "quarantined")}
        counts["rows"] = number(tally.read, lang)
        spans.append(Span(f"  {catalogue.word('findings.rows', lang, **counts)}", "dim"))
    return [Line(tuple(spans))]


def _printable(name: str) -> str:
    """A file's or sheet's name without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in name)


def _fault(code: str, n: int, shown: list[tuple[str, str, str]], lang: str) -> list[Line]:
    rule = catalogue.rules()[code]
    severity: Style = rule.severity.value
    head = (
        Span("  "), Span(catalogue.word(f"severity.{rule.severity}", lang), severity),
        Span(" "), Span(code, "code"),
        Span(f" {rule.title[lang]}", "strong"), Span(f" ({number(n, lang)})" if n > 1 else "", "dim"),
    )  # fmt: skip
    width = max(len(place) for place, _, _ in shown)
    lines = [Line(head)]
    # A fix that names the cell's own value stands under it, any other once under all.
    own = "{" in rule.fix[lang]
    for place, message, fix in shown:
        lines.append(Line((Span("    "), Span(place.ljust(width), "place"), Span(f"  {message}"))))
        if own:
            lines.append(_fix(fix, " " * (width + 6), lang))
    if n > len(shown):
        more = catalogue.word("findings.more", lang, n=number(n - len(shown), lang))
        lines.append(Line((Span(f"    {more}", "dim"),)))
    if not own:
        lines.append(_fix(shown[0][2], "    ", lang))
    return [*lines, Line()]


def _fix(text: str, indent: str, lang: str) -> Line:
    return Line((Span(indent), Span(f"{catalogue.word('findings.fix', lang)} ", "fix"), Span(text)))


def summary(
    frame: pl.DataFrame, tables: Sequence[Table], lang: str, *, reviewed: int = 0
) -> tuple[Line, ...]:
    """How many faults in how many files, the three most frequent, and the next command.

    ``reviewed`` findings were looked at before and are not in ``frame``.
    """
    quiet = f"; {catalogue.word('findings.reviewed', lang, n=number(reviewed, lang))}" if reviewed else ""
    files = {t.index: (t.source.level, t.source.file) for t in tables}
    total = len(set(files.values()))
    if frame.is_empty():
        none = catalogue.word("findings.none", lang, files=number(total, lang))
        return (Line((Span(f"{none.removesuffix('.')}{quiet}." if quiet else none, "strong"),)),)
    touched = len({files[int(index)] for index in frame["table"].unique() if int(index) in files})
    parts = counted_parts(by_severity(frame), lang)
    counted = catalogue.word(
        "findings.summary", lang, n=number(frame.height, lang), parts=parts, touched=number(touched, lang),
        files=number(total, lang), problems=_one_or_many("problem", frame.height, lang),
        things=_one_or_many("thing", total, lang),
    )  # fmt: skip
    often = frequent(frame)
    lines = [Line((Span(counted + quiet, "strong"),)), Line((Span(catalogue.word("findings.often", lang)),))]
    for code, n in often:
        title = catalogue.rules()[code].title[lang]
        lines.append(Line((Span("  "), Span(code, "code"), Span(f" {title} ({number(n, lang)})"))))
    advice = catalogue.word("findings.next", lang, code=often[0][0])
    return (*lines, Line((Span(advice, "fix"),)))


def counted_parts(counts: Mapping[Severity, int], lang: str) -> str:
    """How many of each severity, in words: ``390 errors, 22 warnings``; those without any are left out."""
    return ", ".join(
        f"{number(n, lang)} "
        + catalogue.word(f"severity.{severity}" if n == 1 else f"findings.{severity}s", lang)
        for severity, n in counts.items()
        if n
    )


def _one_or_many(word: str, n: int, lang: str) -> str:
    return catalogue.word(f"findings.{word}" if n == 1 else f"findings.{word}s", lang)


def frequent(frame: pl.DataFrame) -> list[tuple[str, int]]:
    """The codes found most often, with their counts; of equals the gravest first."""
    counted = frame.group_by("code").agg(pl.len(), pl.col("severity").first().replace_strict(_GRAVITY))
    often = counted.sort(["len", "severity", "code"], descending=[True, False, False]).head(MOST_FREQUENT)
    return [(str(code), int(n)) for code, n in often.select("code", "len").rows()]


def cut_line(checked: Checked) -> str:
    """That only some of the findings are listed."""
    lang = checked.lang
    listed = checked.found.height - checked.cut
    return catalogue.word(
        "findings.cut", lang, listed=number(listed, lang), n=number(checked.found.height, lang)
    )


def number(value: int, lang: str) -> str:
    """A whole number with the thousands' sign of the language."""
    text = f"{value:,}"
    return text.replace(",", ".") if lang == "id" else text
