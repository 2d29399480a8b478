"""What every command needs of a run: the console, the workspace and the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kalteng_data.errors import SettingsError
from kalteng_data.settings import FILE, find_workspace, load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import typer

    from kalteng_data.console import Console
    from kalteng_data.load.layouts import Known
    from kalteng_data.settings import Origin, Settings


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line; ``named`` is the workspace of the flag or of ``KALTENG_WORKSPACE``.

    ``flags`` are the settings that globals give, by dotted key, with the flag's name.
    """

    console: Console
    named: Path | None = None
    no_input: bool = False
    flags: Mapping[str, tuple[str, object]] = field(default_factory=dict)

    @staticmethod
    def of(ctx: typer.Context) -> Session:
        """The session that the root command left in the context."""
        session = ctx.find_object(Session)
        if session is None:
            raise TypeError("the root command makes the session before any other runs")
        return session

    def workspace(self) -> Path | None:
        """The workspace named, else the nearest upward; ``None`` outside of any."""
        return self.named or find_workspace(Path.cwd())

    def existing_workspace(self) -> Path:
        """The workspace, which must be one.

        Raises:
            SettingsError: the folder holds neither settings nor a base dataset.
        """
        folder = self.workspace() or Path.cwd()
        if not (folder / FILE).is_file() and not (folder / "base").is_dir():
            raise SettingsError("no-workspace", folder=folder)
        return folder

    def settings(
        self, flags: Mapping[str, tuple[str, object]] | None = None
    ) -> tuple[Settings, dict[str, Origin]]:
        """The settings of the workspace under the environment and the flags, with their origins."""
        given = {key: entry for key, entry in (flags or {}).items() if entry[1] is not None}
        return load_settings(self.workspace(), {**self.flags, **given})

    def known(self, settings: Settings) -> Known:
        """The layouts of the workspace and the headers it remembers."""
        from kalteng_data.pipeline.knowing import known_of

        return known_of(self.workspace(), settings)
