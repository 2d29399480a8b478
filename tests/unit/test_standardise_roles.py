"""Family roles that hands shorten and number."""

from __future__ import annotations

import polars as pl
import pytest

from kalteng_data.standardise.roles import spelled_out


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("KPL. KLG", "KEPALA KELUARGA"), ("K. KELUARGA", "KEPALA KELUARGA"),
        ("KEP.RMH TANGGA", "KEPALA RUMAH TANGGA"),
        ("ANK", "ANAK"), ("ANAK KE-2", "ANAK"), ("ANAK-3", "ANAK"), ("IST", "ISTRI"), ("ISTRI KE 2", "ISTRI"),
        ("MNTU", "MENANTU"), ("CUCU KDG", "CUCU"), ("KK", "KK"), ("K", "K"), ("ANAK TIRI", "ANAK TIRI"),
        ("ORANG TUA/MERTUA", "ORANG TUA/MERTUA"), ("KELUARGA", "KELUARGA"),
    ],
)  # fmt: skip
def test_a_shortened_role_is_spelled_out(text: str, role: str) -> None:
    assert pl.select(spelled_out(pl.lit(text))).item() == role
