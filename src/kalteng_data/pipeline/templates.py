"""A form for one regency or for the whole province."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data import reference
from kalteng_data.errors import SettingsError
from kalteng_data.write.template import write_template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kalteng_data.model import Kind, OwnColumn


def regency_of(text: str) -> tuple[str, str]:
    """Kemendagri code and name of the regency that ``text`` means.

    A code with its dot is Kemendagri's. Four digits alone are taken only where BPS gives them to the same
    regency: for eight of fourteen the two schemes differ.

    Raises:
        SettingsError: ``unknown-regency``.
    """
    known = reference.regencies()
    asked = re.sub(r"^(kabupaten|kab|kota)\b[. ]*", "", " ".join(text.lower().split()))
    plain = pl.col("kabupaten").str.to_lowercase().str.strip_prefix("kota ").str.replace_all(" ", "")
    code = pl.col("kode_kabupaten")
    same = code.str.replace(".", "", literal=True) == pl.col("kode_bps_kabupaten")
    found = known.filter(
        (code == asked) | (same & (pl.col("kode_bps_kabupaten") == asked)) | (plain == asked.replace(" ", ""))
    )
    if found.height != 1:
        names = zip(known["kode_kabupaten"].to_list(), known["kabupaten"].to_list(), strict=True)
        raise SettingsError(
            "unknown-regency", text=text, known=", ".join(f"{code} {name}" for code, name in names)
        )
    return str(found["kode_kabupaten"].item()), str(found["kabupaten"].item())


def make_template(
    kind: Kind,
    output: Path,
    *,
    regency: str | None,
    rows: int,
    filled: bool,
    own: Sequence[OwnColumn] = (),
) -> tuple[int, str]:
    """Write the form; returns the number of villages that can be chosen, and the regency's name or nothing.

    ``own`` are columns that the workspace adds to the schemas.

    Raises:
        SettingsError: no such regency.
        OutputError: ``output`` cannot be written.
    """
    villages, name = reference.villages(), ""
    if regency is not None:
        code, name = regency_of(regency)
        villages = villages.filter(pl.col("kode_kabupaten") == code)
    write_template(
        kind,
        villages,
        output,
        rows=max(rows, villages.height if filled else 0),
        regency=name or None,
        filled=filled,
        own=own,
    )
    return villages.height, name
