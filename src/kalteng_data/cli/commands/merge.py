"""``kalteng merge``: the monthly job."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kalteng_data import store
from kalteng_data.cli.inputs import sources_or_inbox
from kalteng_data.cli.interruption import Stoppable
from kalteng_data.cli.options import FailAt, Kabupaten, Provinsi, Pusat  # noqa: TC001  typer reads them
from kalteng_data.cli.session import Session
from kalteng_data.cli.summary import show_merge, worst_reaches
from kalteng_data.errors import ExitCode, OutputError, SettingsError
from kalteng_data.model import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Source
    from kalteng_data.pipeline.merging import MergeResult
    from kalteng_data.settings import Settings


def merge(
    ctx: typer.Context,
    pusat: Pusat = None,
    provinsi: Provinsi = None,
    kabupaten: Kabupaten = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="merge.output", show_default=False)
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="YYYY-MM", help="merge.period", show_default=False)
    ] = None,
    as_of: Annotated[
        list[str] | None,
        typer.Option("--as-of", metavar="LEVEL=YYYY-MM-DD", help="merge.as_of", show_default=False),
    ] = None,
    skip_unreadable: Annotated[
        bool, typer.Option("--skip-unreadable", help="merge.skip_unreadable", show_default=False)
    ] = False,
    accept_health: Annotated[
        bool, typer.Option("--accept-health", help="merge.accept_health", show_default=False)
    ] = False,
    keep_pairs: Annotated[
        Path | None, typer.Option("--keep-pairs", metavar="DIR", help="merge.keep_pairs", show_default=False)
    ] = None,
    fail_on: FailAt = None,
) -> int:
    """Merge the files given, or those of the workspace, into a new snapshot.

    Raises:
        KaltengError: as ``pipeline.merge``; the previous snapshot stays in force.
    """
    session = Session.of(ctx)
    settings, _ = session.settings(
        {
            "project.period": ("--period", period),
            "merge.as_of": ("--as-of", _dates(as_of) if as_of else None),
            "merge.skip_unreadable": ("--skip-unreadable", skip_unreadable or None),
            "validate.fail_on": ("--fail-on", fail_on),
        }
    )
    given: dict[Level | None, list[Path]] = {
        Level.PUSAT: pusat or [],
        Level.PROVINSI: provinsi or [],
        Level.KABUPATEN: kabupaten or [],
    }
    workspace = output or session.workspace() or Path.cwd()
    sources = sources_or_inbox(session, settings, given)
    with store.lock(workspace):
        result = _merged(
            session, settings, sources, workspace, accept_health=accept_health, keep_pairs=keep_pairs
        )
    try:
        show_merge(session.console, result, workspace)
    except OutputError:  # the work is done and stands, whoever can be told of it
        session.console.warning("summary.unshown", folder=result.folder)
    failed = worst_reaches(result.summary.findings, settings.validate.fail_on)
    return ExitCode.FINDINGS if failed else ExitCode.OK


def _merged(
    session: Session,
    settings: Settings,
    sources: Sequence[Source],
    workspace: Path,
    *,
    accept_health: bool,
    keep_pairs: Path | None,
) -> MergeResult:
    """Run the conductor under the lock.

    Heavy libraries come only here: a second run is turned away before it has cost anything.
    """
    from kalteng_data.pipeline import merging

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    run = merging.Run(
        workspace=workspace,
        today=today,
        period=settings.project.period or f"{today:%Y-%m}",
        as_of=settings.merge.as_of,
        skip_unreadable=settings.merge.skip_unreadable,
        accept_health=accept_health,
        keep_pairs=keep_pairs,
        layouts=session.known(settings).layouts,
    )
    return merging.merge(sources, settings, run, Stoppable(session.console.progress()))


def _dates(as_of: Sequence[str]) -> dict[str, str]:
    """``pusat=2026-06-30`` as a table; levels and days are checked with the settings."""
    pairs = [entry.partition("=") for entry in as_of]
    if not all(day for _, _, day in pairs):
        raise SettingsError("usage-value", name="--as-of", expected="LEVEL=YYYY-MM-DD")
    return {level.strip(): day.strip() for level, _, day in pairs}
