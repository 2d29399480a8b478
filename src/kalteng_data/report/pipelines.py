"""Findings for those who check files in a pipeline: SARIF 2.1.0, commands of GitHub's workflows, JUnit XML.

In: a ``Checked``. Out: text. Paths are written as they were given, so that a pipeline finds its own files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import polars as pl

from kalteng_data import __version__, catalogue
from kalteng_data.model import Severity
from kalteng_data.report.findings import one_line, plain_name
from kalteng_data.report.formats import with_escapes
from kalteng_data.report.full import number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kalteng_data.model import Source, Table
    from kalteng_data.report.checked import Checked

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_TEXT_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))


def as_sarif(checked: Checked) -> str:
    """One run in the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0).

    A finding's line is the sheet's row; the sheet and the cell stand beside it as a logical location.
    """
    lang, frame = checked.lang, checked.listed
    codes = sorted(frame["code"].unique())
    rules = [_sarif_rule(code, lang) for code in codes]
    uris = {t.index: _uri(t.source) for t in checked.tables}
    at = {code: position for position, code in enumerate(codes)}
    region = pl.struct(startLine=pl.col("row").fill_null(1).clip(lower_bound=1).cast(pl.Int64))
    uri = pl.col("table").replace_strict(uris, default=None, return_dtype=pl.String)
    name = pl.coalesce("cell", pl.col("row").cast(pl.String), "sheet", "file")
    full_name = pl.when(pl.col("sheet").fill_null("") == "").then(name).otherwise(
        pl.concat_str("sheet", pl.lit("!"), name)
    )  # fmt: skip
    results = frame.select(
        ruleId="code",
        ruleIndex=pl.col("code").replace_strict(at, default=0, return_dtype=pl.Int64),
        level="severity",
        message=pl.struct(text=one_line(pl.concat_str("message", pl.lit(". "), "fix"))),
        locations=pl.concat_list(
            pl.struct(
                physicalLocation=pl.struct(artifactLocation=pl.struct(uri=uri), region=region),
                logicalLocations=pl.concat_list(
                    pl.struct(name=name, fullyQualifiedName=full_name, kind=pl.lit("member"))
                ),
            )
        ),
    )
    names = [name for t in checked.tables for name in (t.source.file, t.sheet)]
    body = with_escapes(",\n".join(results.write_ndjson().split("\n")[: results.height]), names)
    driver = {
        "name": "kalteng",
        "version": __version__,
        "semanticVersion": __version__,
        "language": lang,
        "rules": rules,
    }
    head = json.dumps({"driver": driver}, ensure_ascii=False)
    properties = json.dumps(
        {"found": checked.found.height, "listed": frame.height, "reviewed": checked.quiet.height}
    )
    return (
        f'{{"$schema": "{SARIF_SCHEMA}", "version": "2.1.0", "runs": [{{"tool": {head},\n'
        f'"columnKind": "unicodeCodePoints", "properties": {properties},\n"results": [{body}]}}]}}\n'
    )


def _sarif_rule(code: str, lang: str) -> dict[str, object]:
    rule = catalogue.rules()[code]
    return {
        "id": code,
        "name": code,
        "shortDescription": {"text": rule.title[lang]},
        "fullDescription": {"text": rule.why[lang]},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"family": rule.family},
    }


def _findable(source: Source) -> Path:
    """Where the reader finds the file: a member of a zip by its place in the zip."""
    if source.archive is None:
        return source.path
    inside = source.file.partition(f"{source.archive.name}/")[2]
    return source.archive / inside


def _uri(source: Source) -> str:
    path = _findable(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def as_github(checked: Checked) -> str:
    """A workflow command a finding: ``::error file=F,line=17,title=KT203 ...::message``."""
    commands = pl.col("severity").replace_strict(_COMMANDS, return_dtype=pl.String)
    paths = {t.index: plain_name(_findable(t.source).as_posix()) for t in checked.tables}
    titles = {code: rule.title[checked.lang] for code, rule in catalogue.rules().items()}
    title = pl.concat_str(
        "code", pl.col("code").replace_strict(titles, return_dtype=pl.String), separator=" "
    )
    place = pl.when(pl.col("cell").is_null()).then(pl.lit("")).otherwise(
        pl.concat_str(_sheet_mark(), "cell", pl.lit(": "))
    )  # fmt: skip
    path = pl.col("table").replace_strict(paths, default="", return_dtype=pl.String)
    line = pl.format(
        "::{} file={},line={},title={}::{}",
        commands,
        _property(path),
        pl.col("row").fill_null(1).clip(lower_bound=1),
        _property(title),
        _command_text(one_line(pl.concat_str(place, "message", pl.lit(". "), "fix"))),
    )
    lines = checked.listed.select(line).to_series()
    return "".join(f"{text}\n" for text in lines)


def _sheet_mark() -> pl.Expr:
    return pl.when(pl.col("sheet").fill_null("") == "").then(pl.lit("")).otherwise(pl.format("{}!", "sheet"))


def _command_text(text: pl.Expr) -> pl.Expr:
    return (
        text.str.replace_all("%", "%25", literal=True)
        .str.replace_all("\r", "%0D", literal=True)
        .str.replace_all("\n", "%0A", literal=True)
    )


def _property(text: pl.Expr) -> pl.Expr:
    escaped = _command_text(text).str.replace_all(":", "%3A", literal=True)
    return escaped.str.replace_all(",", "%2C", literal=True)


def as_junit(checked: Checked, fail_on: Severity) -> str:
    """A suite a sheet: a test that it was read, and one a broken rule, which fails from ``fail_on`` on.

    Rules below ``fail_on`` pass, with their findings as output.
    """
    suites = [suite for table in checked.tables for suite in _suite(checked, table, fail_on)]
    tests = sum(count for _, count, _ in suites)
    failures = sum(failed for _, _, failed in suites)
    body = "\n".join(text for text, _, _ in suites)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="kalteng" tests="{tests}" failures="{failures}" errors="0">\n'
        f"{body}\n</testsuites>\n"
    )


def _suite(checked: Checked, table: Table, fail_on: Severity) -> Iterator[tuple[str, int, int]]:
    """The suite of one sheet with the number of its tests and of those that failed."""
    lang = checked.lang
    name = _xml(plain_name(f"{table.source.file} [{table.sheet}]" if table.sheet else table.source.file))
    rows = catalogue.word("report.rows_read", lang, n=number(table.rows, lang))
    cases = [f'<testcase classname="{name}" name="{_xml(rows)}"/>']
    failed = 0
    for part in _groups(checked.listed.filter(pl.col("table") == table.index)):
        code, severity = str(part["code"][0]), Severity(part["severity"][0])
        title = _xml(f"{code} {catalogue.rules()[code].title[lang]}")
        text = _xml("\n".join(part.select(one_line(_case_line())).to_series()))
        if severity.rank >= fail_on.rank:
            failed += 1
            count = f"{title} ({number(part.height, lang)})"
            inner = f'<failure type="{code}" message="{count}">{text}</failure>'
        else:
            inner = f"<system-out>{text}</system-out>"
        cases.append(f'<testcase classname="{name}" name="{title}">{inner}</testcase>')
    inner = "\n".join(cases)
    opening = f'<testsuite name="{name}" tests="{len(cases)}" failures="{failed}" errors="0">'
    yield f"{opening}\n{inner}\n</testsuite>", len(cases), failed


def _groups(frame: pl.DataFrame) -> list[pl.DataFrame]:
    return frame.partition_by("code", "severity", maintain_order=True) if frame.height else []


def _case_line() -> pl.Expr:
    place = pl.coalesce("cell", pl.col("row").cast(pl.String), pl.lit("-"))
    return pl.concat_str(place, pl.lit(": "), "message", pl.lit(". "), "fix")


def _xml(text: str) -> str:
    """Text as XML text or attribute, without signs that XML cannot hold."""
    clean = "".join(sign if sign == "\n" or sign.isprintable() else " " for sign in text)
    for sign, entity in _TEXT_ENTITIES:
        clean = clean.replace(sign, entity)
    return clean
