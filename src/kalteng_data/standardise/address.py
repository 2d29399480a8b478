"""Addresses: what is printed, what is compared, and the RT and RW, wherever they stand."""

from __future__ import annotations

import polars as pl

from kalteng_data.standardise.text import mapped, said, unaccented

_RT = r"\bR\s*\.?\s*T\b\s*[.:\-]*\s*0*(\d{1,3})\b"
_RW = r"\bR\s*\.?\s*W\b\s*[.:\-]*\s*0*(\d{1,3})\b"
_GLUED_RT = r"\bRT\.?\s*0*(\d{1,3})\b"
_GLUED_RW = r"\bRW\.?\s*0*(\d{1,3})\b"
_ROAD = r"\b(?:JALAN|JLN|JLAN|JL)\b"


def address(values: pl.Series) -> pl.DataFrame:
    """Forms of a column of addresses.

    Returns:
        ``alamat`` (upper case, single spaces), ``alamat_cocok`` (road words, RT/RW and punctuation gone, ``GANG`` and
        ``NO`` written one way), ``alamat_rt`` and ``alamat_rw`` (three digits found in the text); a row per value.
    """
    return mapped(values, _forms)


def _forms(distinct: pl.DataFrame) -> pl.DataFrame:
    text = said(pl.col("value")).str.strip_chars(" ,;:-_=*'\"")
    text = pl.when(text.str.contains(r"\p{L}|[1-9]")).then(text)
    both = r"\bRT\s*/\s*RW\b\s*[.:\-]*\s*(\d{1,3})\s*/\s*(\d{1,3})\b"
    frame = distinct.with_columns(text.alias("alamat"))
    rest = unaccented(pl.col("alamat"))
    for pattern, written in (
        (both, " "), (_RT, " "), (_RW, " "), (_GLUED_RT, " "), (_GLUED_RW, " "), (r"['`´’]", ""), (r"\bRT\s*/?\s*RW\b", " "),
        (_ROAD, " "), (r"\b(?:GANG|GG|GNG)\b", " GG "), (r"\b(?:NOMOR|NOMER|NMR|NO)\b", " NO "),
        (r"\b(?:BLOK|BLK)\b", " BLOK "), (r"\b(?:KOMPLEKS|KOMPLEK|KOMP|KOMPL|KPLK)\b", " KOMPLEK "),
        (r"\bSEI\b", " SUNGAI "), (r"\b(?:DESA|DS|KELURAHAN|KEL)\b", " "), (r"[^\p{L}\p{N}]+", " "),
        (r"\bNO 0*(\d)", "NO ${1}"),
    ):  # fmt: skip
        rest = rest.str.replace_all(pattern, written)
    rest = rest.str.replace_all(r"\s+", " ").str.strip_chars()
    rt = pl.coalesce(
        pl.col("alamat").str.extract(both, 1),
        pl.col("alamat").str.extract(_RT, 1),
        pl.col("alamat").str.extract(_GLUED_RT, 1),
    )
    rw = pl.coalesce(
        pl.col("alamat").str.extract(both, 2),
        pl.col("alamat").str.extract(_RW, 1),
        pl.col("alamat").str.extract(_GLUED_RW, 1),
    )
    return frame.select(
        "value", "alamat", pl.when(rest != "").then(rest).alias("alamat_cocok"),
        padded(rt).alias("alamat_rt"), padded(rw).alias("alamat_rw"),
    )  # fmt: skip


def padded(digits: pl.Expr) -> pl.Expr:
    """A neighbourhood's number as three digits; null for 0, for more digits and for none."""
    number = digits.cast(pl.Int64, strict=False)
    return pl.when(number.is_between(1, 999)).then(number.cast(pl.String).str.zfill(3))


def neighbourhood(values: pl.Series, wanted: str) -> pl.DataFrame:
    """RT and RW said by a column.

    Args:
        values: cells such as ``3``, ``RT 003``, ``003/001``, ``RT 3 RW 1``, ``3.0``.
        wanted: ``rt`` or ``rw``: what a lone number means; ``rt_rw`` takes a lone number for the RT.

    Returns:
        ``rt`` and ``rw``, a row per value.
    """
    alone = "rt" if wanted == "rt_rw" else wanted

    def read(distinct: pl.DataFrame) -> pl.DataFrame:
        text = said(pl.col("value")).str.strip_chars(" '`.,;:")
        pair = text.str.extract_groups(r"^(?:RT\s*/\s*RW)?[\s.:]*0*(\d{1,3})\s*[/\-\\, ]+\s*0*(\d{1,3})$")
        single = text.str.extract(r"^(?:RT|RW)?[\s.:\-]*0*(\d{1,3})(?:[.,]0+)?$", 1)
        lone_rt = pl.coalesce(text.str.extract(_RT, 1), text.str.extract(_GLUED_RT, 1))
        lone_rw = pl.coalesce(text.str.extract(_RW, 1), text.str.extract(_GLUED_RW, 1))
        marked_rt = text.str.starts_with("RT") & ~text.str.contains("RW")
        marked_rw = text.str.starts_with("RW")
        rt = pl.when(single.is_not_null() & (marked_rt | (~marked_rw & (alone == "rt")))).then(single)
        rw = pl.when(single.is_not_null() & (marked_rw | (~marked_rt & (alone == "rw")))).then(single)
        return distinct.select(
            "value",
            padded(pl.coalesce(pair.struct.field("1"), rt, lone_rt)).alias("rt"),
            padded(pl.coalesce(pair.struct.field("2"), rw, lone_rw)).alias("rw"),
        )

    return mapped(values, read)


def neighbourhoods(raw: pl.DataFrame, where: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """RT and RW: their own columns first, then the column of both, then the address."""
    own_rt = neighbourhood(raw.get_column("rt"), "rt")
    own_rw = neighbourhood(raw.get_column("rw"), "rw")
    joint = neighbourhood(raw.get_column("rt_rw"), "rt_rw")
    frame = pl.DataFrame({
        "a": own_rt.get_column("rt"), "b": joint.get_column("rt"), "c": where.get_column("alamat_rt"),
        "d": own_rw.get_column("rw"), "e": own_rt.get_column("rw"), "f": joint.get_column("rw"),
        "g": where.get_column("alamat_rw"), "h": own_rw.get_column("rt"),
    })  # fmt: skip
    done = frame.select(
        pl.coalesce("a", "b", "h", "c").alias("rt"), pl.coalesce("d", "e", "f", "g").alias("rw")
    )
    return done.get_column("rt"), done.get_column("rw")
