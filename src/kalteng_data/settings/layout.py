"""A layout: a small declaration of what one kind of list looks like, ours or the workspace's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kalteng_data.model import Kind  # noqa: TC001  pydantic reads the types when a file is checked

Codebook = Literal["adminduk", "regsosek"]
DateOrder = Literal["dmy", "mdy", "ymd"]
Scheme = Literal["kemendagri", "bps"]
FOLDER = "layouts"
"""The folder of a workspace whose ``*.toml`` are layouts."""
SHARE = 0.6
"""Share of a layout's marks that must stand in a header, where the layout does not say."""
MOST_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """How one program or office lays out its lists.

    ``columns`` maps headers as they stand in the file to canonical fields, with an empty text for a column
    that is not kept. The layout is recognised where at least ``share`` (0 to 1) of ``marks`` stand in the
    header; without ``marks`` all its headers count. ``program`` says what makes such files, ``source`` where
    that is known from. ``codebook``, ``dates`` and ``codes`` hold where the cells themselves do not tell.
    ``header_rows`` is the height of the header, ``separator`` the sign that parts the fields of a text file,
    ``carried`` the fields that stand in heading rows above the records instead of in columns, ``trust`` (0 to
    1) what its values weigh where sources differ.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    columns: dict[str, str]
    program: str = ""
    source: str = ""
    schema: Kind | None = None
    marks: tuple[str, ...] = ()
    share: float = SHARE
    codebook: Codebook | None = None
    dates: DateOrder | None = None
    codes: Scheme | None = None
    header_rows: int = 1
    separator: str | None = None
    carried: tuple[str, ...] = ()
    trust: float | None = None

    @property
    def identifying(self) -> tuple[str, ...]:
        """The headers by which it is recognised."""
        return self.marks or tuple(self.columns)
