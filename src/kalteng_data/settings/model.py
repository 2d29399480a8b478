"""The settings as frozen dataclasses; a field's name and type are the key and form of ``kalteng.toml``."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  pydantic reads the types when the file is checked
import enum
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from kalteng_data.model import ColumnType, Kind, Level, OwnColumn, Severity
from kalteng_data.settings.layout import Codebook, DateOrder, Scheme  # noqa: TC001  pydantic reads them

STRICT = {"extra": "forbid"}
"""An unknown key is a slip of the pen, never something to pass over."""


class RuleLevel(enum.StrEnum):
    """What a rule's findings count as in this workspace."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from: ``flag``, ``env``, ``file`` or ``default``, and the place in it.

    ``place`` is the flag's name, the variable's name or ``kalteng.toml:LINE``; empty for a default.
    """

    kind: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """``[project]``: whose data this is, of which month (``2026-11``), and the language to speak."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str = ""
    period: str | None = None
    lang: Literal["id", "en"] | None = None


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """``[[source]]``: one delivery of one office.

    ``files`` are patterns relative to the workspace, by default all of ``inbox/<level>/``; ``columns`` maps a
    header as it stands in the sheet to a canonical field, for what was not recognised; ``codes`` is the code
    scheme of its villages, ``codebook`` the list that its numbers follow, ``dates`` the order of day, month
    and year, where the columns do not tell them; ``header_row`` as the spreadsheet shows it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    level: Level
    files: tuple[str, ...] = ()
    schema: Kind | None = None
    sheet: str | None = None
    header_row: int | None = None
    as_of: dt.date | None = None
    trust: float | None = None
    codes: Scheme | None = None
    codebook: Codebook | None = None
    dates: DateOrder | None = None
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def patterns(self) -> tuple[str, ...]:
        """Where its files lie, relative to the workspace."""
        return self.files or (f"inbox/{self.level}/*",)


@dataclass(frozen=True, slots=True)
class Layouts:
    """``[layouts]``: further layouts beside ``layouts/*.toml``, as patterns relative to the workspace."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    files: tuple[str, ...] = ()


Texts = str | dict[Literal["id", "en"], str]
"""One text for both languages, or one for each."""


@dataclass(frozen=True, slots=True)
class OwnRule:
    """``[[rule]]``: a rule of one's own, broken where ``sql`` is true.

    ``sql`` is an expression of polars' SQL over the standardised columns of ``table`` and the cells as they
    stand (``raw_<field>``); ``field`` names the cell at fault, by default the row is. ``message`` and ``fix``
    may hold ``{value}``, the cell's text; without them the title serves.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    code: str
    sql: str
    title: Texts
    table: Kind = Kind.PENDUDUK
    severity: Severity = Severity.WARNING
    field: str | None = None
    message: Texts | None = None
    fix: Texts | None = None


@dataclass(frozen=True, slots=True)
class ColumnSettings:
    """``[[schema.KIND.column]]``: a column of a regency's own.

    ``header`` are the texts it may stand under (its name always is one); ``values`` its code list;
    ``pattern`` a regular expression for the whole text; ``min`` and ``max`` limit numbers and dates.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    name: str
    header: tuple[str, ...] = ()
    type: ColumnType = ColumnType.TEKS
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    min: float | dt.date | None = None
    max: float | dt.date | None = None


@dataclass(frozen=True, slots=True)
class OwnSchema:
    """``[schema.KIND]``: what a workspace adds to the schema of people, family cards or villages."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    column: tuple[ColumnSettings, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """``[merge]``: whose word counts.

    ``trust`` is by level, then by field, 0 to 1; ``as_of`` the day each level's lists were drawn up.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    trust: dict[Level, dict[str, float]] = field(default_factory=dict)
    as_of: dict[Level, dt.date] = field(default_factory=dict)
    skip_unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """``[link]``: a linkage model of one's own (a path relative to the workspace) and its two thresholds.

    Pairs at or above ``match`` are one person, pairs from ``review`` up to it are for a person to see;
    without them the model's own thresholds hold. Probabilities, 0 to 1.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    model: str | None = None
    match: float | None = None
    review: float | None = None


@dataclass(frozen=True, slots=True)
class Validate:
    """``[validate]``: from which severity on a run counts as failed (exit code 1)."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    fail_on: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Privacy:
    """``[privacy]``: whether identity numbers are masked in what people read."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    mask: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; equal settings give equal results.

    ``[reviewed]`` names, by file, findings that somebody looked at and let stand: ``KT203 D17 1a2b3 Sheet1``
    (code, cell, digest of its value, sheet), as a marked copy's list has them in its hidden column.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    project: Project = field(default_factory=Project)
    source: tuple[SourceSettings, ...] = ()
    layouts: Layouts = field(default_factory=Layouts)
    rules: dict[str, RuleLevel] = field(default_factory=dict)
    rule: tuple[OwnRule, ...] = ()
    schema: dict[Kind, OwnSchema] = field(default_factory=dict)
    merge: Merge = field(default_factory=Merge)
    link: Link = field(default_factory=Link)
    validate: Validate = field(default_factory=Validate)
    privacy: Privacy = field(default_factory=Privacy)
    reviewed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def source_named(self, name: str) -> SourceSettings | None:
        """The settings of one source, as ``model.Source.name`` carries it."""
        return next((source for source in self.source if source.name == name), None)

    def own_columns(self) -> tuple[OwnColumn, ...]:
        """The columns that the workspace adds to the schemas."""
        return tuple(
            OwnColumn(
                kind, one.name, one.header or (one.name,), one.type, one.required, one.values, one.pattern,
                one.min, one.max,
            )
            for kind, schema in self.schema.items()
            for one in schema.column
        )  # fmt: skip
