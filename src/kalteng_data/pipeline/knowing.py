"""What is known before a file is opened: layouts, what the workspace remembers, what its settings say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kalteng_data.load.layouts import Known
from kalteng_data.model import Settled
from kalteng_data.settings import read_layouts, read_remembered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kalteng_data.model import Table
    from kalteng_data.settings import Settings, SourceSettings

DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Home:
    """What a run finds in its workspace: what is ``known`` of headers, and the ``folder`` with the base."""

    known: Known | None = None
    folder: Path | None = None

    @property
    def base(self) -> Path | None:
        """The workspace, where it has a base dataset in force to hold rows to."""
        return self.folder if self.folder and (self.folder / "base" / "CURRENT").is_file() else None


def known_of(workspace: Path | None, settings: Settings) -> Known:
    """The layouts of a workspace and the headers it remembers; ``None`` outside of any.

    Raises:
        SettingsError: one of its files makes no sense; names file, line and key.
    """
    own = [column.name for column in settings.own_columns()]
    layouts = read_layouts(workspace, settings.layouts.files, own)
    return Known.of(layouts, read_remembered(workspace))


def with_declared(tables: Iterable[Table], settings: Settings) -> tuple[Table, ...]:
    """The tables, each told first what the settings declare of its source's columns."""
    by_name = {one.name: _declared(one) for one in settings.source}
    return tuple(
        replace(table, settled=(*declared, *table.settled))
        if (declared := by_name.get(table.source.name))
        else table
        for table in tables
    )


def _declared(source: SourceSettings) -> tuple[Settled, ...]:
    said = {"codebook": source.codebook, "tanggal_lahir": source.dates}
    return tuple(Settled(column, what, DECLARED) for column, what in said.items() if what is not None)
