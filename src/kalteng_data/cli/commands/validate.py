"""``kalteng validate``: which cells to mend, and how."""

from __future__ import annotations

import datetime as dt
import enum
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kalteng_data.cli.inputs import files_or_inbox
from kalteng_data.cli.options import FailAt, Files, Output, Schema, Unmask  # noqa: TC001  typer reads them
from kalteng_data.cli.reports import check_place, save, tell_lines, tell_summary, write_copies
from kalteng_data.cli.session import Session
from kalteng_data.cli.summary import about_sheet
from kalteng_data.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kalteng_data.console import Console
    from kalteng_data.model import Severity
    from kalteng_data.report import Checked


class Format(enum.StrEnum):
    """Forms of the report."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"
    XLSX = "xlsx"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


Reviewed = Annotated[
    Path | None, typer.Option("--reviewed", metavar="PATH", help="validate.reviewed", show_default=False)
]
MaxFindings = Annotated[
    int | None,
    typer.Option("--max-findings", metavar="N", min=1, help="validate.max_findings", show_default=False),
]


def validate(
    ctx: typer.Context,
    file: Files = None,
    schema: Schema = None,
    fmt: Annotated[Format, typer.Option("--format", help="validate.format")] = Format.FULL,
    output: Output = None,
    fail_on: FailAt = None,
    max_findings: MaxFindings = None,
    reviewed: Reviewed = None,
    unmask: Unmask = False,
) -> int:
    """Check the files and report each finding with its cell; exit 1 when one reaches ``--fail-on``.

    Raises:
        KaltengError: a file cannot be read, or the report cannot be written.
    """
    session = Session.of(ctx)
    console = session.console
    settings, _ = session.settings({"validate.fail_on": ("--fail-on", fail_on)})
    sources = files_or_inbox(session, settings, file, schema)
    if fmt is Format.XLSX:
        check_place(sources, output)
    from kalteng_data import report
    from kalteng_data.load import read_earlier
    from kalteng_data.pipeline.intake import take_in
    from kalteng_data.pipeline.knowing import Home

    lent = None if reviewed is None else read_earlier(reviewed)
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    found = take_in(
        sources,
        settings,
        today=today,
        progress=console.progress(),
        # A workspace that a merge made may have no settings.
        home=Home(session.known(settings), session.workspace() or Path.cwd()),
        findings_only=True,
    )
    known = report.marks(found.earlier, settings.reviewed, found.tables, lent)
    unmasked = unmask or not settings.privacy.mask
    checked = report.checked(
        found.findings, found.tables, found.tallies(), known, console.lang, unmask=unmasked
    ).listing(max_findings or _most(fmt))
    if fmt is Format.XLSX and output is not None:
        write_copies(console, found, checked, output)
        checked = checked.listing(None)  # each copy said for itself what it leaves out
    else:
        _report(console, checked, fmt, output, lambda: _text(checked, fmt, settings.validate.fail_on, today))
    for passed in found.passed_over:
        console.message("summary.passed_over", **about_sheet(console, passed))
    if reviewed is not None:
        tell_lines(console, checked)
    tell_summary(console, checked)
    if fmt is not Format.XLSX and checked.found.height and not console.as_json:
        console.message("findings.copy", **_copy_of(file or (), console.lang))
    failed = report.count_at(checked.found, settings.validate.fail_on) > 0
    return ExitCode.FINDINGS if failed else ExitCode.OK


def _report(
    console: Console, checked: Checked, fmt: Format, output: Path | None, text: Callable[[], str]
) -> None:
    """Give the report of text where it is wanted: into a file, or on stdout."""
    from kalteng_data import report

    if output is not None:
        save(output, text())
    elif fmt is Format.FULL:
        console.lines(report.full(checked))
    elif shown := text():  # a form of a line a finding has none when there is none
        console.data(shown)


def _copy_of(files: Sequence[Path], lang: str) -> dict[str, str]:
    """How to have the copy made: of the one file that was asked of, else of files into a folder."""
    from kalteng_data.catalogue import word

    if len(files) != 1 or not files[0].is_file() or files[0].suffix.lower() == ".zip":
        return {name: word(f"findings.any_{name}", lang) for name in ("file", "copy")}
    copy = files[0].with_name(f"{files[0].stem}_{word('findings.marked', lang)}.xlsx")
    return {"file": shlex.quote(str(files[0])), "copy": shlex.quote(str(copy))}


def _most(fmt: Format) -> int | None:
    """How many findings a form lists when nobody says: what has to be opened by hand stays light."""
    if fmt is Format.XLSX:
        from kalteng_data.pipeline.marking import MOST_MARKS

        return MOST_MARKS
    from kalteng_data.report import MOST_ROWS

    return MOST_ROWS if fmt is Format.HTML else None


def _text(checked: Checked, fmt: Format, fail_on: Severity, today: dt.date) -> str:
    """The report in one form of text."""
    from kalteng_data import report

    tables, tallies = checked.tables, checked.tallies
    forms: dict[Format, Callable[[], str]] = {
        Format.FULL: lambda: report.plain(report.full(checked)),
        Format.CONCISE: lambda: report.concise(checked.listed),
        Format.JSON: lambda: report.as_json(
            checked.listed, tables, tallies, found=checked.found, reviewed=checked.quiet.height
        ),
        Format.JSONL: lambda: report.as_jsonl(checked.listed),
        Format.CSV: lambda: report.as_csv(checked.listed),
        Format.HTML: lambda: report.as_html(checked, today),
        Format.SARIF: lambda: report.as_sarif(checked),
        Format.GITHUB: lambda: report.as_github(checked),
        Format.JUNIT: lambda: report.as_junit(checked, fail_on),
    }
    return forms[fmt]()
