"""The columns of a form and what may be written into them; the form's words are the loader's."""

from __future__ import annotations

import datetime as dt
import enum
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kalteng_data import reference
from kalteng_data.catalogue import word
from kalteng_data.fields import PROGRAMMES
from kalteng_data.model import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kalteng_data.model import Kind, OwnColumn

PLACES = ("kabupaten", "kecamatan", "desa")
"""Columns whose choices depend on the one before."""

STATUS_IDM = ("MANDIRI", "MAJU", "BERKEMBANG", "TERTINGGAL", "SANGAT TERTINGGAL")
"""Classes of the village development index (Permendesa PDTT 2/2016)."""

YES_NO = ("YA", "TIDAK")
DESIL = tuple(range(1, 11))


class Check(enum.StrEnum):
    """What the workbook lets through."""

    NUMBER = "number"
    TEXT = "text"
    DIGITS = "digits"
    DATE = "date"
    COUNT = "count"
    MEASURE = "measure"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: ``field`` is canonical, ``header`` what stands above it, ``width`` in characters.

    ``own`` is the column of ``kalteng.toml`` that it stands for, where it is one of the workspace's own.
    """

    field: str
    header: str
    width: int
    check: Check
    needed: bool = False
    own: OwnColumn | None = None

    def choices(self) -> Sequence[str | int]:
        """What may be chosen."""
        if self.own is not None:
            return self.own.values or YES_NO
        return choices(self.field)

    def note(self, lang: str) -> str:
        """What to write, said to the clerk."""
        if self.own is None:
            return word(f"form.note.{self.field}", lang)
        limits = [
            word(f"form.{key}", lang, limit=shown)
            for key, shown in (("least", _shown(self.own.least)), ("most", _shown(self.own.most)))
            if shown
        ]
        form = [word("form.pattern", lang, pattern=self.own.pattern)] if self.own.pattern else []
        listed = (
            [word("form.own.list", lang)] if self.own.values else [word(f"form.own.{self.own.type}", lang)]
        )
        return " ".join((*listed, *form, *limits))


def _shown(limit: float | dt.date | None) -> str:
    """A limit as people write it, nothing where there is none."""
    if limit is None:
        return ""
    return f"{limit:%d-%m-%Y}" if isinstance(limit, dt.date) else f"{limit:g}"


@cache
def form_columns(kind: Kind) -> tuple[FormColumn, ...]:
    """The columns of the form of ``kind``, in their order."""
    text = files(__package__).joinpath("forms.toml").read_text(encoding="utf-8")
    return tuple(
        FormColumn(
            field=entry["field"],
            header=entry["header"],
            width=entry["width"],
            check=Check(entry["check"]),
            needed=entry.get("needed", False),
        )
        for entry in tomllib.loads(text)[kind]
    )


_OWN_CHECKS = {
    ColumnType.TEKS: Check.TEXT,
    ColumnType.BULAT: Check.COUNT,
    ColumnType.DESIMAL: Check.MEASURE,
    ColumnType.TANGGAL: Check.DATE,
    ColumnType.YA_TIDAK: Check.LIST,
}


def own_columns(own: Iterable[OwnColumn], kind: Kind) -> tuple[FormColumn, ...]:
    """Columns of the form for what a workspace adds to the schema of ``kind``."""
    return tuple(
        FormColumn(
            one.name,
            one.headers[0],
            max(12, min(30, len(one.headers[0]) + 4)),
            Check.LIST if one.values else _OWN_CHECKS[one.type],
            one.required,
            one,
        )
        for one in own
        if one.kind is kind
    )


def choices(field: str) -> Sequence[str | int]:
    """What may be chosen in the column of ``field``: the adminduk labels in the order of their codes."""
    if field == "desil":
        return DESIL
    if field == "status_idm":
        return STATUS_IDM
    if field in PROGRAMMES:
        return YES_NO
    return tuple(reference.codes(field, reference.ADMINDUK)["label"].to_list())
