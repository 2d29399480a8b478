"""The files a command works on: those named, else those of the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kalteng_data.errors import InputError
from kalteng_data.settings import configured_sources, named_sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kalteng_data.cli.session import Session
    from kalteng_data.model import Kind, Level, Source
    from kalteng_data.settings import Settings


def files_or_inbox(
    session: Session, settings: Settings, files: Sequence[Path] | None, schema: Kind | None
) -> tuple[Source, ...]:
    """The files named, which stand at no level, or the inbox.

    Raises:
        InputError: there is no file.
    """
    return sources_or_inbox(session, settings, {None: files} if files else {}, schema)


def sources_or_inbox(
    session: Session,
    settings: Settings,
    files: Mapping[Level | None, Sequence[Path]],
    schema: Kind | None = None,
) -> tuple[Source, ...]:
    """The files named by level, or without any those that the workspace's sources name.

    Raises:
        InputError: there is no file.
    """
    if any(files.values()):
        return named_sources({level: paths for level, paths in files.items() if paths}, schema)
    workspace = session.workspace()
    found = configured_sources(settings, workspace) if workspace else ()
    if not found:
        raise InputError("no-input", folder=workspace or Path.cwd())
    return found
