"""Columns of numbers that nobody read: named, and nothing untrue is said beside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEN = ("6206011708800001", "6206011808810002", "6206011908820003", "6206012008830004")


def test_where_numbers_stand_unread_it_is_not_said_that_there_are_none(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "warga.csv"
    rows = [
        f"ORANG {name};{number};17-08-198{i}"
        for i, (name, number) in enumerate(zip("ABCD", MEN, strict=True))
    ]
    path.write_text("\n".join(["Nama;Berkas;Tanggal Lahir", *rows]) + "\n", encoding="utf-8")
    ran = kalteng("validate", path, "--format", "json")
    found = [one for file in json.loads(ran.out)["files"] for one in file["findings"]]
    codes = {one["code"] for one in found}
    assert "KT068" in codes
    assert not codes & {"KT061", "KT063"}
    assert "B (Berkas)" in next(one["message"] for one in found if one["code"] == "KT068")
