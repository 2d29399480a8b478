"""The columns of a form and what may be written into them; the form's words are the loader's."""

from __future__ import annotations

import enum
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kalteng_data import reference
from kalteng_data.fields import PROGRAMMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Kind

PLACES = ("kabupaten", "kecamatan", "desa")
"""Columns whose choices depend on the one before."""

STATUS_IDM = ("MANDIRI", "MAJU", "BERKEMBANG", "TERTINGGAL", "SANGAT TERTINGGAL")
"""Classes of the village development index (Permendesa PDTT 2/2016)."""

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
    """One column: ``field`` is canonical, ``header`` what stands above it, ``width`` in characters."""

    field: str
    header: str
    width: int
    check: Check
    needed: bool = False


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


def choices(field: str) -> Sequence[str | int]:
    """What may be chosen in the column of ``field``: the adminduk labels in the order of their codes."""
    if field == "desil":
        return DESIL
    if field == "status_idm":
        return STATUS_IDM
    if field in PROGRAMMES:
        return ("YA", "TIDAK")
    return tuple(reference.codes(field, reference.ADMINDUK)["label"].to_list())
