"""The nouns that travel between the steps: frozen, small, standard library only."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


class Level(enum.StrEnum):
    """The office that holds a list; undated, the last one's word comes first."""

    PUSAT = "pusat"
    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"


class Severity(enum.StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return list(Severity).index(self)


class Kind(enum.StrEnum):
    """What a table's rows stand for; also the names of the schemas."""

    PENDUDUK = "penduduk"
    KELUARGA = "keluarga"
    DESA = "desa"


class ColumnType(enum.StrEnum):
    """What the cells of a column of one's own hold."""

    TEKS = "teks"
    BULAT = "bulat"
    DESIMAL = "desimal"
    TANGGAL = "tanggal"
    YA_TIDAK = "ya_tidak"


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that a workspace adds to a schema (``[[schema.KIND.column]]`` in ``kalteng.toml``).

    ``headers`` are the texts it may stand under, the first of them the form's. ``values`` is its code list,
    ``pattern`` what its whole text must match, ``least`` and ``most`` the limits of numbers and dates.
    """

    kind: Kind
    name: str
    headers: tuple[str, ...]
    type: ColumnType = ColumnType.TEKS
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str | None = None
    least: float | dt.date | None = None
    most: float | dt.date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was named by the user or by ``kalteng.toml``.

    ``file`` is the name shown everywhere: the file's name, or the shortest path that tells equal names of one
    level apart. ``name`` is the source's name in lineage (from the settings, else the file's stem).
    ``sheet``, ``header_row`` (as a spreadsheet shows it) and ``own`` are set where the settings declare them.
    ``separator`` parts the fields of a text file where a layout of the workspace says so.
    ``archive`` is the zip that holds the file; ``path`` is then a private copy that no one else finds.
    """

    path: Path
    file: str
    level: Level | None = None
    name: str = ""
    schema: Kind | None = None
    sheet: str | None = None
    header_row: int | None = None
    archive: Path | None = None
    separator: str | None = None
    own: tuple[OwnColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet and what it was taken for.

    ``index`` is 0-based and absolute (0 is A); ``field`` is a canonical name or ``None`` when unused.
    """

    index: int
    header: str
    field: str | None
    confidence: float = 1.0
    reason: str = ""

    @property
    def letter(self) -> str:
        """The column's name in a spreadsheet."""
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Lines of a sheet that hold no record: why (a stable word) and how many; ``rows`` are sheet rows."""

    reason: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How much of a layout stands in a header: marks and columns found, of how many it has."""

    marks: int
    of_marks: int
    columns: int
    of_columns: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What is said of a whole column beside its cells.

    ``field`` is ``codebook`` (numbers of every coded column), ``tanggal_lahir`` (order of day and month) or
    ``kode_desa`` (scheme of place codes); ``by`` tells who says it: ``declared`` (the settings: believed),
    ``layout`` or ``remembered`` (used where the cells do not tell).
    """

    field: str
    decision: str
    by: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table found in one sheet, without its rows (they stand in a frame under ``index``).

    ``settled`` is ordered: what stands first is asked first. ``remembered`` is the day since which the
    workspace remembers this header.
    """

    index: int
    source: Source
    sheet: str
    kind: Kind
    header_row: int
    columns: tuple[Column, ...]
    rows: int
    layout: str | None = None
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    fit: Fit | None = None
    settled: tuple[Settled, ...] = ()
    remembered: dt.date | None = None

    def told(self, name: str) -> Settled | None:
        """The first that is said of the column ``name``, or ``None``."""
        return next((one for one in self.settled if one.field == name), None)

    def column_of(self, name: str) -> Column | None:
        """The first column that carries the canonical field ``name``."""
        return next((c for c in self.columns if c.field == name), None)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sheet that was not read, and why (a stable word)."""

    source: Source
    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one level or file through the run."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a merge ends with; rendered by the console and written to the manifest."""

    by_level: dict[str, Tally] = field(default_factory=dict)
    people: int = 0
    families: int = 0
    villages_covered: int = 0
    villages: int = 0
    overlaps: dict[str, int] = field(default_factory=dict)
    review: int = 0
    findings: dict[str, int] = field(default_factory=dict)


def column_letter(index: int) -> str:
    """Spreadsheet name of a 0-based column: 0 is ``A``, 26 is ``AA``."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(name: str) -> int:
    """0-based column of a spreadsheet's name for it: ``A`` is 0, ``AA`` is 26."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_address(index: int, row: int) -> str:
    """Address as a spreadsheet shows it: column 3, row 17 is ``D17``."""
    return f"{column_letter(index)}{row}"
