"""Options that several commands share; their help is a key of the catalogue."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from kalteng_data.model import Kind, Severity


class Lang(enum.StrEnum):
    """A language of the catalogue."""

    ID = "id"
    EN = "en"


class LogFormat(enum.StrEnum):
    """How messages are written."""

    TEXT = "text"
    JSON = "json"


class FailOn(enum.StrEnum):
    """From which severity on a run counts as failed."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def severity(self) -> Severity:
        """The same as a severity of findings."""
        return Severity(self)


Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE...", help="common.files", show_default=False)
]
Schema = Annotated[Kind | None, typer.Option("--schema", help="common.schema", show_default=False)]
FailAt = Annotated[FailOn | None, typer.Option("--fail-on", help="common.fail_on", show_default="error")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="PATH", help="common.output", show_default=False),
]
Unmask = Annotated[bool, typer.Option("--unmask", help="common.unmask", show_default=False)]
Pusat = Annotated[
    list[Path] | None, typer.Option("--pusat", metavar="FILE...", help="merge.pusat", show_default=False)
]
Provinsi = Annotated[
    list[Path] | None,
    typer.Option("--provinsi", metavar="FILE...", help="merge.provinsi", show_default=False),
]
Kabupaten = Annotated[
    list[Path] | None,
    typer.Option("--kabupaten", metavar="FILE...", help="merge.kabupaten", show_default=False),
]
