"""Where a report goes and what is said of it on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalteng_data.errors import OutputError, SettingsError, cause

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kalteng_data.console import Console
    from kalteng_data.model import Source
    from kalteng_data.pipeline.intake import Intake
    from kalteng_data.report import Checked


def check_place(sources: Sequence[Source], output: Path | None) -> None:
    """Refuse a place where marked copies cannot go, before anything is read.

    Raises:
        SettingsError: there is no place, or one workbook for several files.
        OutputError: a copy would replace the file it is made of.
    """
    if output is None:
        raise SettingsError("needs-output", format="xlsx")
    if len(sources) > 1 and output.suffix.lower() in {".xlsx", ".xlsm"} and not output.is_dir():
        raise SettingsError("needs-folder", place=output, n=len(sources))
    for source in sources:
        inside = _is_folder(len(sources), output) and output.resolve() == source.path.resolve().parent
        if inside or output.resolve() in {source.path.resolve(), (source.archive or source.path).resolve()}:
            raise OutputError("copy-over-input", file=source.file)


def _is_folder(files: int, output: Path) -> bool:
    return files > 1 or output.is_dir()


def write_copies(console: Console, found: Intake, checked: Checked, output: Path) -> None:
    """Write a marked copy of each file, and tell where they are once all are written: a refusal stands alone.

    Raises:
        InputError: a file cannot be marked.
        OutputError: a copy cannot be written.
    """
    from kalteng_data.pipeline.marking import mark_copies

    folder = _is_folder(checked.files, output)
    if folder:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError("cannot-write", place=output, why=cause(error)) from None
    for place, mine in list(mark_copies(found, checked, output, into_folder=folder)):
        console.message("marked.written", file=place)
        _tell_cut(console, mine)


def save(output: Path, text: str) -> None:
    """Write a report of text.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError("cannot-write", place=output, why=cause(error)) from None


def tell_lines(console: Console, checked: Checked) -> None:
    """For who wants to keep what was looked at: the lines of ``kalteng.toml``, when more is to be told."""
    from kalteng_data import report

    if console.verbose and checked.quiet.height:
        keyed = report.with_keys(report.spotted(checked.quiet, checked.tables))
        for file, line in keyed.select("file", "key").rows():
            console.detail("marked.line", file=file, line=line)


def tell_summary(console: Console, checked: Checked) -> None:
    """How many findings in how many files, on stderr."""
    from kalteng_data import report

    if console.as_json:
        tallies = checked.tallies.values()
        rows = {"rows": sum(t.read for t in tallies), "quarantined": sum(t.quarantined for t in tallies)}
        counts = {"findings": checked.found.height, "reviewed": checked.quiet.height}
        console.result("validated", rows | counts)
        return
    _tell_cut(console, checked)
    if not console.quiet:
        lines = report.summary(checked.found, checked.tables, console.lang, reviewed=checked.quiet.height)
        console.lines(lines, to_stderr=True)


def _tell_cut(console: Console, checked: Checked) -> None:
    if checked.cut:
        found = checked.found.height
        listed = console.number(found - checked.cut)
        console.warning("findings.cut", listed=listed, n=console.number(found))
