"""What became of a person, as remarks tell it: ``MD 2 Jan 2026``, ``Pindah ke Sampit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

DEAD, MOVED = "MENINGGAL", "PINDAH"
"""Labels of ``status_dasar``."""

_ALREADY = r"(?i)^\W*(?:(?:sudah|telah|sdh|tlh|yang|ybs|orang)\W+)*"
_DEAD = rf"{_ALREADY}(?:meninggal|meningal|wafat|almarhum(?:ah)?|almh|alm|mdh?|mati|tewas|gugur)\b"
_OF_OTHERS = r"(?i)\b(?:ayah|ibu|suami|iste?ri|anak|orang ?tua|ortu|bapak|saudara)"
_MOVED = rf"{_ALREADY}(?:pindah|pndh|pdh|mutasi keluar)\b"
_WITHIN = (
    r"(?i)\b(?:dari|masuk|datang|kedatangan|(?:ke|dalam|antar|beda|pecah)?\W*(?:k\.?k|r\.?t|r\.?w|dusun))\b|"
    r"\bpindah\W+(?:agama|alamat|faskes|kerja)"
)
_PLAN = r"(?i)\b(?:akan|rencana|ingin|mau|proses|belum|tidak|tdk|blm)\b"


def told_by_remark(text: pl.Expr) -> pl.Expr:
    """``MENINGGAL`` or ``PINDAH`` where a remark says so of the person, else null.

    A husband's death, people who came from elsewhere, a move within the village, a plan say nothing of it.
    """
    import polars as pl

    dead = text.str.contains(_DEAD) & ~text.str.contains(_OF_OTHERS)
    moved = text.str.contains(_MOVED) & ~text.str.contains(_WITHIN)
    plan = text.str.contains(_PLAN)
    return pl.when(dead & ~plan).then(pl.lit(DEAD)).when(moved & ~plan).then(pl.lit(MOVED))
