"""What the numbers of a column mean, said in its own header: ``Jenis Kelamin (1=Perempuan, 2=Laki-laki)``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kalteng_data.model import Column

_MEANING = re.compile(r"(\d{1,2})\s*[=:]\s*([^\W\d][^\d,;=:()\[\]]*)")
_CODED = frozenset(
    {"jenis_kelamin", "agama", "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan",
     "golongan_darah", "status_dasar"}
)  # fmt: skip
_LEAST = 2


def legend(header: str) -> dict[str, str]:
    """Words by the numbers that stand for them; empty unless a header explains two or more."""
    found = {number: word.strip(" .-/") for number, word in _MEANING.findall(header)}
    return found if len(found) >= _LEAST and all(found.values()) else {}


def written_out(records: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """The records with numbers replaced by the words that their own header gives them.

    Elsewhere a number means what its codebook says; the sender's own word goes before it.

    Args:
        records: ``row`` and String columns named by absolute index.
        columns: the mapped columns.
    """
    told = [
        pl.col(str(column.index)).str.strip_chars().str.replace(r"\.0+$", "").replace(meanings)
        for column in columns
        if column.field in _CODED and (meanings := legend(column.header))
    ]
    return records.with_columns(told) if told else records
