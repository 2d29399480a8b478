"""Rows below a header told apart: records, and lines that hold none, each with a reason.

A row with a NIK, a card number or a name is a record, however sparse, unless the lines around it are plainly
a foot (a signature with its NIP, notes). Nothing is skipped without being counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.fields import PLACE
from kalteng_data.load.continued import numbers_rows
from kalteng_data.load.feet import foot_rows
from kalteng_data.load.numbering import LABEL, counted_on, numbering_rows
from kalteng_data.load.samples import sample_rows
from kalteng_data.model import Column, Kind, Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

_IDENTITIES = {
    Kind.PENDUDUK: ("nik", "no_kk", "nama"),
    Kind.KELUARGA: ("no_kk", "nik_kepala_keluarga", "nama_kepala_keluarga"),
    Kind.DESA: ("kode_desa", "desa"),
}
_NUMBERS = frozenset({"nik", "no_kk", "nik_kepala_keluarga", "kode_desa"})

_LONG = r"\d[\d .'-]{6,}\d"
_LONGER_THAN = 8
"""Bytes of a text beyond which a whole number is ``_LONG``: a sign may be one of them."""
_TOTAL = (
    r"(?i)^\W*(?:sub\W*)?(?:grand\W*)?(?:jumlah|total|jml|jlh|rata\W*rata|rekapitulasi)\b|"
    r"^\W*(?:laki\W*laki|perempuan)\W*$|"
    r"^\W*(?:(?:l|p|lk|pr|laki\W*laki|perempuan|jiwa|kk|orang)\s*[=:]\s*\d+\W*(?:orang|jiwa|kk)?\W*)+$"
)
_PAGE = r"(?i)^\W*(?:hal(?:aman)?|page|hlm)\W*\d+(?:\W+(?:dari|of|/)?\W*\d+)?\W*$"
_NIP = (
    r"(?i)^\W*(?:nipd?|niapd?|nrp)\W*$|^\W*(?:(?:nipd?|niapd?|nrp)\b\W*)?(?:19|20)\d\d\s?[01]\d\s?[0-3]\d\s?"
    r"(?:19|20)\d\d\s?[01]\d\s?[12]\s?\d{3}\W*$"
)
"""Number of a civil servant, 18 digits: born, appointed, sex, serial (Perka BKN 22/2007)."""
_SIGNATURE = (
    r"(?i)mengetahui|menyetujui|disahkan|tertanda|^\W*ttd\b|\b(?:nipd?|niapd?|nrp)\b\W*\d|"
    r"^\W*(?:nipd?|niapd?|nrp)\W*$|a\.n\.\s|"
    r"^\W*(?:pj\W*|plt\W*)?(?:kepala (?:desa|dinas|dusun|seksi|urusan|bidang)|lurah|camat|sekretaris|kaur)\b|"
    r"^\s*[\p{L} .]{3,40},\s*(?:\d{1,2}|[._]{2,})?\s*"
    r"(?:jan|feb|mar|apr|mei|jun|jul|agu|ags|sep|okt|nov|des)\p{L}*\s+\d{4}\s*$"
)
_NOTE = (
    r"(?i)^\W*(?:keterangan|catatan|ket|sumber|dicetak|diunduh|petunjuk|note|nb|sumber data)\b\s*[:.]|"
    r"^\W*dicetak\b|^\s*\*+\s*\)?\s*\p{L}"
)
_INSTRUCTION = (
    r"(?i)^\s*\([^()]*\)\s*$|"
    r"^\W*(?:wajib|diisi|isi |contoh|sesuai|format|pilih|opsional|tidak wajib|\d+ digit|teks?t?|angka)\b"
)
_END = r"^\s*#{3,}\s*$"
PREPARED = frozenset({*PLACE, "dusun", "rt", "rw", "rt_rw"})
"""Fields that an office fills in before it hands a form out: alone they are nobody's."""
_MANY = 4
"""Fields of a table in which a lone name apart from all others is nobody's record."""
_SMALL = r"^\s*\(?\s*-?(\d{1,3})(?:[.,]0+)?\s*\)?\.?\s*$"
_FEW = 4
"""Filled cells up to which a line may hold nothing but numbers of the signers."""
_NOBODY = f"{_TOTAL}|{_INSTRUCTION}|{LABEL}"


def tell_rows(
    body: pl.DataFrame, columns: Sequence[Column], headers: Sequence[Sequence[str]], kind: Kind
) -> tuple[pl.DataFrame, tuple[Skipped, ...]]:
    """Records of ``body`` and what was skipped.

    Args:
        body: ``row`` (UInt32, sheet row) and String columns named by absolute index, below the header.
        columns: the mapped columns of the table.
        headers: for each header row, its texts in the order of the frame's columns.
        kind: what a record stands for.

    Returns:
        The rows of ``body`` that are records, in order, and the others by reason: ``blank``, ``header``,
        ``numbering``, ``total``, ``page``, ``signature``, ``note``, ``instruction``, ``sample``,
        ``unfilled`` (nothing but a place, written into a form beforehand), ``end-mark``.
    """
    names = [name for name in body.columns if name.isdigit()]
    mapped = {c.field: str(c.index) for c in columns if c.field is not None}
    samples = sample_rows(body, mapped)
    run = _beyond_doubt(body, mapped, kind, headers)
    if not samples.is_empty():
        run &= ~body.get_column("row").is_in(samples.implode())
    signed = _signed(body, run, names)
    if not signed.is_empty():
        run &= ~body.get_column("row").is_in(signed.implode())
    if run.all():
        return body, ()
    weak = body.with_columns(run=run.cum_sum()).filter(~run)
    # Blank rows may be a million (a stray cell far below): they are set aside before anything is looked for.
    filled = pl.any_horizontal(pl.col(name).str.contains(r"\S").fill_null(value=False) for name in names)
    weak = weak.with_columns(filled=filled)
    # Below the last record beyond doubt and a blank line: the place of signatures.
    below = (pl.col("run") == run.sum()) & (~pl.col("filled")).cum_max().over("run")
    weak = weak.with_columns(apart=below)
    blank = weak.filter(~pl.col("filled")).select("row", reason=pl.lit("blank"))
    again = repeats_header(names, headers).fill_null(value=False)
    feet = foot_rows(body, blank.get_column("row"), columns, kind, again, (_SIGNATURE, _TOTAL, _NOTE))
    if not feet.is_empty():
        kept, skipped = tell_rows(body.filter(~pl.col("row").is_in(feet.implode())), columns, headers, kind)
        return kept, (*skipped, Skipped("note", tuple(feet.to_list())))
    weak = weak.with_columns(
        sample=pl.col("row").is_in(samples.implode()), signed=pl.col("row").is_in(signed.implode())
    )
    weak = weak.filter("filled")
    weak = weak.with_columns(
        counted=pl.col("row").is_in(_counted(body, weak, columns, mapped, kind).implode())
    )
    reasons = _reasons(weak, names, mapped, headers, kind)
    others = pl.concat([blank, reasons.filter(pl.col("reason").is_not_null())])
    if others.is_empty():
        return body, ()
    kept = body.join(others, on="row", how="anti", maintain_order="left")
    counted = others.group_by("reason", maintain_order=True).agg(pl.col("row").sort())
    return kept, tuple(
        Skipped(reason, tuple(rows))
        for reason, rows in zip(*counted.to_dict(as_series=False).values(), strict=True)
    )


def _counted(
    body: pl.DataFrame, weak: pl.DataFrame, columns: Sequence[Column], mapped: dict[str, str], kind: Kind
) -> pl.Series:
    """Which ``row`` of ``weak`` have a name and the next running number: people, whatever words they hold."""
    number = next((str(c.index) for c in columns if c.field is None and numbers_rows(c.header)), None)
    name = mapped.get("nama" if kind is Kind.PENDUDUK else "nama_kepala_keluarga")
    if number is None or name is None or kind is Kind.DESA:
        return weak.get_column("row").clear()
    named = weak.filter(pl.col(name).str.contains(r"\p{L}")).get_column("row")
    return counted_on(body, number, named)


def _beyond_doubt(
    body: pl.DataFrame, mapped: dict[str, str], kind: Kind, headers: Sequence[Sequence[str]]
) -> pl.Series:
    """Which rows are records beyond doubt; only those without a plain number are looked at twice."""
    numbers = [pl.col(mapped[f]) for f in _IDENTITIES[kind] if f in _NUMBERS and f in mapped]
    plain = [
        (number.str.len_bytes() > _LONGER_THAN) & number.cast(pl.UInt64, strict=False).is_not_null()
        for number in numbers
    ]
    sure = pl.any_horizontal([*plain, pl.lit(value=False)]).fill_null(value=False)
    run = body.select("row", run=sure).get_column("run")
    if run.all():
        return run
    rest = body.filter(~run)
    strong = rest.with_columns(run=_strong(mapped, kind, headers).fill_null(value=False))
    return run.scatter((~run).arg_true(), strong.get_column("run"))


def _strong(mapped: dict[str, str], kind: Kind, headers: Sequence[Sequence[str]]) -> pl.Expr:
    """A record beyond doubt: a long number where one belongs, or a name with three more fields beside it.

    Where a table has three fields beside the name or fewer, all but one of them are enough, and at least two.
    """
    tests = [
        pl.col(mapped[f]).str.contains(_LONG) for f in _IDENTITIES[kind] if f in _NUMBERS and f in mapped
    ]
    if kind is Kind.PENDUDUK and "nama" in mapped:
        name = pl.col(mapped["nama"])
        other = name.str.contains(_NOBODY)
        said = [text for texts in headers for text in texts if text]
        repeated = name.str.strip_chars().str.replace_all(r"\s+", " ").is_in(said)
        others = [column for f, column in mapped.items() if f != "nama"]
        beside = pl.sum_horizontal(pl.lit(0), *(pl.col(column).is_not_null() for column in others))
        enough = max(2, min(3, len(mapped) - 2))
        tests.append(name.str.contains(r"\p{L}") & ~other & ~repeated & (beside >= enough))
    return pl.any_horizontal(tests) if tests else pl.lit(value=False)


def _signed(body: pl.DataFrame, run: pl.Series, names: list[str]) -> pl.Series:
    """Which ``row`` of the records beyond doubt (``run``) hold nothing but numbers of civil servants."""
    if sum(not body.get_column(name).null_count() for name in names) > _FEW:  # so many hold every row
        return body.get_column("row").clear()
    filled = pl.sum_horizontal(pl.col(names).is_not_null())
    few = body.filter(run & body.select(few=filled <= _FEW).get_column("few"))
    if few.is_empty():
        return few.get_column("row")
    cells = [pl.col(name).str.strip_chars() for name in names]
    signed = pl.all_horizontal((cell == "").fill_null(value=True) | cell.str.contains(_NIP) for cell in cells)
    return few.filter(signed).get_column("row")


def _reasons(
    weak: pl.DataFrame, names: list[str], mapped: dict[str, str], headers: Sequence[Sequence[str]], kind: Kind
) -> pl.DataFrame:
    """``row`` and ``reason`` (null for a record) of rows that are not records beyond doubt."""
    weak = _measured(weak, names, mapped, kind)
    again = repeats_header(names, headers).fill_null(value=False)
    marks = {
        "header": again,
        "numbering": pl.col("row").is_in(numbering_rows(weak, names).implode()),
        "end": _any(names, _END),
        "total": _is_total(names, mapped, kind),
        "page": pl.col("first").str.contains(_PAGE) & (pl.col("filled") <= 2),
        "signature": pl.col("signed") | (_any(names, _SIGNATURE) & (pl.col("filled") <= 4)),
        "note": pl.col("first").str.contains(_NOTE) & (pl.col("filled") <= 3),
        "instruction": _is_instruction(names, again),
    }
    weak = weak.with_columns(mark.fill_null(value=False).alias(name) for name, mark in marks.items())
    said = [(pl.col(name) & ~pl.col("counted")).alias(name) for name in ("signature", "note")]
    weak = weak.with_columns(said)
    # A foot opens with a signature, a note or an end mark and lasts until the next record or repeated
    # header; within it a line of one or two cells is no record, even in the column of names.
    foot = pl.struct("run", pl.col("header").cum_sum().alias("page_run"))
    opened = (pl.col("signature") | pl.col("note") | pl.col("end")).cum_max().over(foot)
    noted = (pl.col("note") & ~pl.col("signature")).cum_max().over(foot)
    sparse = (pl.col("filled") <= 3) & (pl.col("mapped") <= 2) & ~pl.col("long")
    nobody = ~pl.col("identity")
    numbered = pl.col("first").str.contains(_SMALL) & (pl.col("filled") == 1)
    reason = (
        pl.when(pl.col("filled") == 0).then(pl.lit("blank"))
        .when("header").then(pl.lit("header"))
        .when("sample").then(pl.lit("sample"))
        .when("numbering").then(pl.lit("numbering"))
        .when("counted").then(pl.lit(None, pl.String))
        .when("end").then(pl.lit("end-mark"))
        .when("total").then(pl.lit("total"))
        .when("page").then(pl.lit("page"))
        .when("signature").then(pl.lit("signature"))
        .when("note").then(pl.lit("note"))
        .when("instruction").then(pl.lit("instruction"))
        .when(pl.col("apart") & (pl.col("filled") == 1) & (len(mapped) >= _MANY)).then(pl.lit("signature"))
        .when(opened & sparse & noted).then(pl.lit("note"))
        .when(opened & sparse).then(pl.lit("signature"))
        .when(nobody & numbered).then(pl.lit("blank"))
        .when(nobody & (pl.col("mapped") > 0) & ~pl.col("own")).then(pl.lit("unfilled"))
        .when(nobody & ((pl.col("mapped") == 0) | (pl.col("filled") <= 2))).then(pl.lit("note"))
    )  # fmt: skip
    return weak.select("row", reason=reason)


def _measured(weak: pl.DataFrame, names: list[str], mapped: dict[str, str], kind: Kind) -> pl.DataFrame:
    """Blank cells as null; counts of filled cells, the first of them, whether any names a record."""
    cells = [pl.col(name).str.strip_chars() for name in names]
    own = [f for f in _IDENTITIES[kind] if f in mapped]
    identity = [pl.col(mapped[f]).str.contains(r"\d{3}" if f in _NUMBERS else r"\p{L}") for f in own]
    long = [pl.col(mapped[f]).str.contains(_LONG) for f in own if f in _NUMBERS]
    return weak.with_columns(pl.when(cell != "").then(cell) for cell in cells).with_columns(
        filled=pl.sum_horizontal(pl.col(n).is_not_null() for n in names),
        mapped=pl.sum_horizontal([pl.col(n).is_not_null() for n in mapped.values()]),
        first=pl.coalesce(names),
        own=pl.any_horizontal(
            [pl.col(n).is_not_null() for f, n in mapped.items() if f not in PREPARED] or [pl.lit(value=False)]
        ),
        identity=pl.any_horizontal([t.fill_null(value=False) for t in identity] or [pl.lit(value=False)]),
        long=pl.any_horizontal([t.fill_null(value=False) for t in long] or [pl.lit(value=False)]),
    )


def _is_instruction(names: list[str], again: pl.Expr) -> pl.Expr:
    """One of the first two rows, or below a repeated header: half of the cells tell how to fill them in."""
    told = pl.sum_horizontal(pl.col(n).str.contains(_INSTRUCTION) for n in names)
    below = pl.col("row").is_in((pl.col("row").filter(again) + 1).implode())
    return (told * 2 >= pl.col("filled")) & (told > 0) & ((pl.col("row") <= pl.col("row").min() + 1) | below)


def _any(names: list[str], pattern: str) -> pl.Expr:
    return pl.any_horizontal(pl.col(n).str.contains(pattern).fill_null(value=False) for n in names)


def repeats_header(names: list[str], headers: Sequence[Sequence[str]]) -> pl.Expr:
    """Whether a row says the header again: half of a header row's texts stand in their columns once more."""
    tests = []
    for texts in headers:
        wanted = [(n, t) for n, t in zip(names, texts, strict=True) if t]
        same = pl.sum_horizontal(
            pl.col(n).str.replace_all(r"\s+", " ").str.to_lowercase() == t.lower() for n, t in wanted
        )
        tests.append((same >= 2) & (same * 2 >= len(wanted)))
    return pl.any_horizontal(tests) if tests else pl.lit(value=False)


def _is_total(names: list[str], mapped: dict[str, str], kind: Kind) -> pl.Expr:
    """The first filled cell says JUMLAH or TOTAL, few cells are filled, no number or date of a person is."""
    word = pl.coalesce(names).str.contains(_TOTAL)
    if kind is Kind.DESA:
        return word
    tests = [word, pl.col("mapped") <= max(3, len(mapped) // 2)]
    # The word itself, or a count, may stand in the column of numbers.
    tests.extend(
        ~pl.col(mapped[field]).str.contains(_LONG).fill_null(value=False)
        for field in ("nik", "no_kk", "nik_kepala_keluarga", "tanggal_lahir", "ttl")
        if field in mapped
    )
    return pl.all_horizontal(tests)
