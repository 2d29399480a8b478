"""Family roles as hands shorten and number them: ``Kpl. Klg``, ``Ank``, ``Anak ke-2``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_SPELLED = (
    (r"[^\p{L}\p{N}/]+", " "),
    (r"\s*\b(?:KE )?\d{1,2}$", ""),
    (r"\b(?:KLG|KEL|KLRG|KELG|KLGA|KLRGA|KELUARG|KLUARGA|KELUARGANYA)\b", "KELUARGA"),
    (r"\b(?:RMH|RT) (?:TANGGA|TGGA|TGG)\b", "RUMAH TANGGA"),
    (r"^(?:KEP|KPL|KPLA|KAPALA|K) (KELUARGA|RUMAH TANGGA)\b", "KEPALA $1"),
    (r"^(?:KEP|KPL|KPLA|KAPALA|KEPALA)(?: KK)?$", "KEPALA KELUARGA"),
    (r"^(?:ANK|AK|ANA|AN)\b", "ANAK"),
    (r"^(?:IST|ISTR|ISTRY|STRI|ISTERY)\b", "ISTRI"),
    (r"^(?:SUAM|SMI|SUA)\b", "SUAMI"),
    (r"^(?:MNT|MNTU|MENTU|MENAN|MENANT)\b", "MENANTU"),
    (r"^(?:CUC|CC)\b", "CUCU"),
    (r"^(?:MERTU|MRT|MERT)\b", "MERTUA"),
    (r"^(?:FAM|FAML|FMLI|FAMILY)\b", "FAMILI"),
    (r"\b(?:KDG|KNDG|KAND)\b", "KANDUNG"),
    (
        r"^(CUCU|ORANG TUA|MENANTU|ISTRI|SUAMI|ANAK) (?:KANDUNG|PERTAMA|KEDUA|KETIGA|LAKI LAKI|PEREMPUAN)$",
        "$1",
    ),
)


def spelled_out(text: pl.Expr) -> pl.Expr:
    """A role (upper case, single blanks) with shortened words written out and numbers behind it left out."""
    for pattern, written in _SPELLED:
        text = text.str.replace_all(pattern, written)
    return text.str.strip_chars()
