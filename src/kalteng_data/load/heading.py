"""What one line states outside the columns: places, RT and RW, a family's card, its head and its address.

``DESA : X``, ``Nomor KK`` with its number cells away, ``RT. 001 / RW. 001``, ``62.06.01.2008 - BAUN BANGO``,
``KELUARGA BUDI (6206...)``: a label and its value, in one cell or in several, with a colon or without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kalteng_data import reference
from kalteng_data.load.placenames import districts_of, opening_name, place_key
from kalteng_data.load.synonyms import claim

if TYPE_CHECKING:
    from collections.abc import Sequence

_VILLAGE = (
    r"(?:desa|ds\.?)\s*/\s*kel(?:urahan|\.|\b)|(?:kelurahan|kel\.?)\s*/\s*desa|"
    r"desa|ds(?:\.|\b)|kelurahan|kel(?:\.|\b)|village"
)
_HEAD = (
    r"(?:nama\s+)?(?:kepala|kep\.?|kpl\.?)\s*(?:keluarga|kel\b\.?)|"
    r"nama[\s.]*k\.?\s?k\b\.?|keluarga(?=\s*[:=])"
)
_LABELS = (
    ("provinsi", r"(?:nama\s+)?(?:provinsi|propinsi|prov(?:\.|\b)|province)"),
    ("kabupaten", r"(?:nama\s+)?(?:(?:kabupaten|kab\.?)\s*/\s*kota|kabupaten|kab(?:\.|\b)|regency)"),
    ("kecamatan", r"(?:nama\s+)?(?:kecamatan|kec(?:\.|\b)|(?:sub)?district)"),
    ("desa", rf"(?:nama\s+|kode\s+)?(?:{_VILLAGE})"),
    ("dusun", r"(?:nama\s+)?(?:dusun|dsn(?:\.|\b)|lingkungan|lingk(?:\.|\b)|dukuh)"),
    ("nama_kepala_keluarga", _HEAD),
    ("alamat", r"alamat(?:\s+lengkap)?"),
    ("other", r"kode\s*pos|telp\.?|telepon|no\.?\s*hp|periode|tanggal|tahun|bulan|semester|triwulan"),
)  # fmt: skip
_LABEL = re.compile(
    r"(?i)(?<!\w)(?:" + "|".join(f"(?P<{name}>{text})" for name, text in _LABELS) + r")(?!\w)"
)
_MARK = re.compile(r"[ .\n]*([:=\t])?[\s:=\t.]*")
_CUT = re.compile(r"[\t\n\ue000]")
_NEEDS_MARK = frozenset({"nama_kepala_keluarga", "alamat"})
"""Labels that are plain words of a title: only a colon or a cell of their own makes them labels."""
_OFFICE = re.compile(
    r"(?i)(?:kepala|perangkat|masyarakat|pemberdayaan|se|dana|tiap|per|semua|seluruh|oleh|jumlah|jml|jlh|"
    r"total|banyak(?:nya)?|rekap(?:itulasi)?\s+per|camat|lurah|ketua)[\s.-]*$"
)
_STOP = re.compile(
    r"(?i)\s+(?:tahun|periode|bulan|per|rt|rw|dusun|tanggal|semester|triwulan)\b.*$|[,;(].*$|\s+[-\u2013]\s+.*$"
)
_PLACE_CODE = re.compile(r"^[\W\d]*\d[\W\d]*(?=[A-Za-z])")
"""A place's code before its name: ``[620601] KAMIPANG``, ``06 - KAMIPANG``."""
_LONGEST = 60
"""Letters of a place's name at most."""
_LONGEST_LINE = 400
"""Letters of the longest line that may state something: beyond are letters and rules."""
_FEW = 8
"""Filled cells of the longest heading lines."""
_PLACE_NAMES = ("kabupaten", "kecamatan", "desa")
_NAMED = frozenset({"provinsi", "kabupaten", "kecamatan", "desa", "alamat", "nama_kepala_keluarga"})
_MARKS = " .:-_/\u2013\"'()[]"
_NO_NAME = re.compile(
    r"(?i)^(?:se|tahun|dan|di|yang|kota|kabupaten|kecamatan|desa|kelurahan|jumlah|nama|nomor|no)\b"
)
_NUMERAL = re.compile(r"(?i)^(?:[ivx]{1,5}|\d{1,3}|[a-z]|satu|dua|tiga|empat|lima|enam)\b")

_BOTH = re.compile(r"(?i)(?<!\w)RT\s*/\s*RW\b\W*(\d{1,3}\s*[/-]\s*\d{1,3})(?!\w)")
_PAIR = re.compile(r"(?i)(?<!\w)R\.?T\.?[\s:.]*(\d{1,3}\s*/\s*\d{1,3})(?!\w)")
_SEVERAL = re.compile(
    r"(?i)(?<!\w)(?P<what>RT|RW)\b\W*\d{1,3}\s*(?:[-\u2013,&+]|s\s*/?\s*d\b\.?|sampai|dan)\s*(?:(?P=what)\b\W*)?\d{1,3}\b"
)
"""``RT 001 s/d 003``: of no row can be said which it is."""
_OFFICER = re.compile(
    r"(?i)(?<!\w)(?:nama\s+)?(?:ketua|kepala|pengurus|sekretaris)\s+(?:r\.?t|r\.?w|dusun|lingkungan)\b"
    r"[^\t\n]*(?:\t\s*:?[^\t\n]*)?"
)
_NUMBER = r"[\s:=.\t-]*(\d{1,3})(?!\w|\s*/\s*\d)"
_ROOMS = {
    "rt": re.compile(rf"(?i)(?<!\w)(?:rukun\s+tetangga|r\.?\s?t\.?){_NUMBER}"),
    "rw": re.compile(rf"(?i)(?<!\w)(?:rukun\s+warga|r\.?\s?w\.?){_NUMBER}"),
}
_CARD = re.compile(
    r"(?i)(?<!\w)(?:(?:no(?:mor|mer)?|nmr|n)[\s.]*k\.?\s?k\b|"
    r"(?:k\.?\s?k|kartu\s+keluarga)[\s.]*(?:no(?:mor|mer)?|nmr)\b|"
    r"(?:(?:no(?:mor|mer)?|nmr)[\s.]*)?kartu\s+keluarga\b|k\.?k(?=\W{0,4}\d{8}))\.?"
    r"(?P<mark>\s*[:=\t])?[\s:=\t.(\[-]*(?P<card>\d[\d .'-]{6,24}\d)?[)\]]?"
)
_FAMILY = re.compile(
    r"(?i)^(?P<place>\d{1,3}(?:[.)]?\t|[.)]\s*))?\W*"
    r"(?:(?P<word>keluarga|kel|kk|kep(?:ala)?\W*kel(?:uarga)?)\b(?:[\s.:]*\d{1,3}(?!\d)[.)]?)?[\s.:-]*)?"
    r"(?P<name>[^\W\d][^\d\t(\[]*?)[\s:,-]*(?P<joint>/)?[\s:,/-]*(?P<open>[(\[])?\s*(?:(?:no\W*)?kk\W*)?(?P<card>\d{16})\W*$"
)
_OWNER = re.compile(
    r"(?i)[\s:,-]*(?:\t\s*|(?:a[./]?\s?n\b\.?|atas\s+nama)[\s:.]*)"
    r"(?P<name>[^\W\d][^\d\t:=(\[,;\ue000]*)(?=$|[(\[,;\ue000])"
)
"""Whose card it is: ``No. KK 6206... a.n. BUDI (RT 001)``, or a name in the cell after the number."""
_CODE = re.compile(
    r"(?i)(?:kode(?:\s+(?:wilayah|desa|kelurahan|kel))*(?:\s*/\s*(?:desa|kelurahan|kel\.?))?[\s:=\t]*)?"
    r"[(\[]?(?<![\d.])(?P<code>62[. ]?\d\d[. ]?\d\d[. ]?\d{4})(?![.\d])[)\]]?(?:[ \t]*[-\u2013:])?"
)
_SHORT_CODE = re.compile(r"^\W*([12]\d{3})(?:\s*[-\u2013.:]\s*|\s+)(?=[^\W\d])")
_HINTS = (
    "rt", "rw", "r.", "r ", "rukun", "dusun", "dsn", "ling", "dukuh", "desa", "ds", "kel", "kec", "kab",
    "prov", "prop", "village", "district", "regency", "kk", "k.k", "k k", "kartu", "kep", "kpl", "nama",
    "alamat", "kode", "(", "[",
)  # fmt: skip
_NUMBERED = re.compile(
    r"(?<!\d)62[. ]?\d\d[. ]?\d\d[. ]?\d{4}(?![.\d])|^\W*[12]\d{3}\b|^\d{1,3}[.)][^\t\d]+/\s*\d{16}\W*$"
)
"""What a line must hold to state anything: most lines near a header hold none of it."""
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d] ){2,}[^\W\d](?!\w)")
_WORDS_OF_TITLES = """
DAFTAR DATA WARGA PENDUDUK REKAP REKAPITULASI BUKU INDUK PEMERINTAH PEMERINTAHAN PEMDES NAMA PENERIMA
BANTUAN BLT DD DANA KPM MANFAAT PKH BPNT BST SEMBAKO KELUARGA KARTU LANJUTAN LAMPIRAN ANGGARAN TAHUN
MISKIN KEMISKINAN EKSTREM EKSTRIM ANGGOTA DI PADA WILAYAH DAN HALAMAN FORMULIR FORM PENDATAAN JIWA
MASYARAKAT KE KANTOR BALAI SEKRETARIAT BLOK KELOMPOK KODE NO NOMOR SOSIAL CALON KEPALA SELURUH KEPENDUDUKAN
TERPADU
"""
_TITLE = frozenset(_WORDS_OF_TITLES.split())
"""Words of titles: a line that states a place among them is nobody's record."""
_NUMBERING = re.compile(r"(?i)^(?:[a-z]|[ivx]{1,5}|\d{1,2}|(?:19|20)\d\d)$")


@dataclass(slots=True)
class Line:
    """What a line states: ``fields`` with their texts (``None``: said to have none).

    ``marked`` are those after a colon or in a cell of their own; ``whole`` tells whether the line holds
    nothing else but words of titles and a number before them, ``known`` whether its places exist or follow a
    colon.
    """

    fields: dict[str, str | None] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)
    whole: bool = False
    known: bool = True


def read_line(cells: Sequence[str | None]) -> Line:
    """What the cells of one row state.

    Of a place the known name is taken where it ends, whatever follows it; of a name that is not known, what
    stands before words of time and of smaller places.
    """
    line = Line()
    raw = "\t".join(cell for cell in cells if cell is not None)
    if len(raw) > _LONGEST_LINE or not _may_state(raw):
        return line
    text = "\t".join(closed_up(cell) for cell in cells if cell is not None and cell.strip())
    rest, several = _SEVERAL.subn(" ? ", text)
    rest = _OFFICER.sub("\ue000", rest)
    rest = _rooms(rest, line)
    rest = _family(rest, line)
    rest = _code(rest, line)
    rest = _labels(rest, line)
    words = re.findall(r"\w+|\?", rest.upper())
    line.known = ":" in text or all(
        opening_name(name, said or "") for name, said in line.fields.items() if name in _PLACE_NAMES
    )
    line.whole = not several and all(word in _TITLE or _NUMBERING.match(word) for word in words)
    return line


def _may_state(text: str) -> bool:
    """Whether a line can state anything at all, told by letters that every label has."""
    low = text.lower()
    hinted = any(hint in low for hint in _HINTS)
    return hinted or _NUMBERED.search(text) is not None or _SPACED.search(text) is not None


def is_heading(cells: Sequence[str | None]) -> bool:
    """Whether a row near a header is a heading line and no part of it: it names a place, an RT or a card."""
    filled = [cell for cell in cells if cell]
    if not 0 < len(filled) <= _FEW:
        return False
    line = read_line(filled)
    labelled = any(":" in cell for cell in filled)
    return line.whole and any(
        labelled or (text is not None and (name not in _NAMED or opening_name(name, text)))
        for name, text in line.fields.items()
    )


def closed_up(cell: str) -> str:
    """A cell with single blanks, its lines kept apart, letters set apart (``D E S A``) brought together."""
    lines = (_SPACED.sub(lambda m: m[0].replace(" ", ""), line) for line in cell.splitlines())
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _family(text: str, line: Line) -> str:
    """The card's number after its label, or behind the name of the family's head."""
    named = _FAMILY.match(text)
    # Without the word, a name and a number beside other cells may be a person and his NIK.
    alone = (
        named is not None and "\t" not in text and bool(named["open"] or (named["place"] and named["joint"]))
    )
    family = named is not None and bool(named["word"] or alone)
    if named is not None and family and not _CARD.search(text[: named.start("card")]):
        line.fields |= {"no_kk": named["card"], "nama_kepala_keluarga": named["name"].strip(_MARKS)}
        return "\ue000"
    found = next((m for m in _CARD.finditer(text) if m["card"] or m["mark"]), None)
    if found is None:
        return text
    line.fields["no_kk"] = found["card"]
    if found["mark"]:
        line.marked.add("no_kk")
    after = text[found.end() :]
    owner = _OWNER.match(after)
    alone = all(w in _TITLE or _NUMBERING.match(w) for w in re.findall(r"\w+", text[: found.start()].upper()))
    if owner is not None and found["card"] and alone:
        label = _LABEL.search(after, owner.start("name"))
        end = owner.end("name") if label is None else min(label.start(), owner.end("name"))
        name = after[owner.start("name") : end].strip(_MARKS)
        if name:
            line.fields["nama_kepala_keluarga"] = name
            return text[: found.start()] + "\ue000" + after[end:]
    if not found["card"]:
        after = re.sub(r"(?i)^(?:belum\s+ada|tidak\s+ada|blm\s+ada|kosong)\b", "", after)
    return text[: found.start()] + "\ue000" + after


def _rooms(text: str, line: Line) -> str:
    """RT and RW by their numbers; two different ones leave both unsaid."""
    for pattern in (_BOTH, _PAIR):
        both = pattern.search(text)
        if both is not None and "rt_rw" not in line.fields:
            line.fields["rt_rw"] = re.sub(r"\s", "", both[1]).replace("-", "/")
            text = text[: both.start()] + "\ue000" + text[both.end() :]
    for name, pattern in _ROOMS.items():
        found = [m for m in pattern.finditer(text) if not _OFFICE.search(text[: m.start()])]
        numbers = {m[1] for m in found}
        if len(numbers) == 1 and "rt_rw" not in line.fields:
            line.fields[name] = numbers.pop()
            for match in reversed(found):
                text = text[: match.start()] + "\ue000" + text[match.end() :]
    return text


def _code(text: str, line: Line) -> str:
    """A village's code, alone, after its label or before the name."""
    found = _CODE.search(text)
    if found is not None:
        code = re.sub(r"\D", "", found["code"])
        if code in _codes() or found[0].lower().startswith("kode"):
            line.fields["kode_desa"] = code
            before, after = text[: found.start()], text[found.end() :]
            name = opening_name("desa", after.strip(_MARKS + "\t"))
            if name is not None and not before.strip(_MARKS + "\t\ue000"):
                line.fields["desa"] = name
                after = after.strip(_MARKS + "\t")[len(name) :]
            return before + "\ue000" + after
    short = _SHORT_CODE.match(text)
    if short is not None:
        name = opening_name("desa", text[short.end() :].strip(_MARKS))
        if name is not None and short[1] in _endings().get(place_key(name), ()):
            line.fields["desa"] = name
            return "\ue000" + text[short.end() :].strip(_MARKS)[len(name) :]
    return text


def _labels(text: str, line: Line) -> str:
    """Values after labels in words, up to the next label or the end of the cell; returns what is left."""
    found = [m for m in _LABEL.finditer(text) if not _OFFICE.search(text[: m.start()])]
    found = [m for i, m in enumerate(found) if i == 0 or not _is_of_name(found[i - 1], m, text)]
    left, done = "", 0
    for i, match in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        mark = _MARK.match(text, match.end(), end)
        name = match.lastgroup or ""
        start = match.end() if mark is None else mark.end()
        marked = mark is not None and mark[1] is not None
        value = _CUT.split(text[start:end], maxsplit=1)[0]
        if name == "alamat" and not value.strip(_MARKS):  # ``ALAMAT : DUSUN SATU``
            address = _CUT.split(text[start:], maxsplit=1)[0].strip(_MARKS + ",;")
            if address and marked:
                line.fields.setdefault("alamat", address)
        # Behind a card's number it is the family's own head or address, colon or none.
        owned = name in _NEEDS_MARK and line.fields.get("no_kk") is not None
        first = not text[: match.start()].strip("\t \ue000")
        kept = _value(name, value, line, marked=marked or owned or first)
        left += text[done : match.start()]
        if name == "kecamatan" and kept is not None and not {"desa", "kode_desa"} & line.fields.keys():
            left = _village_before(left, line)
        done = start if kept is None else start + kept
        if kept is None and name in _NEEDS_MARK and not marked:
            left += match[0]
    return left + text[done:]


def _is_of_name(label: re.Match[str], after: re.Match[str], text: str) -> bool:
    """Whether a label is part of the known place named after another label: ``KEC. DUSUN SELATAN``."""
    name = label.lastgroup or ""
    if name not in _PLACE_NAMES:
        return False
    said = text[label.end() :].lstrip(_MARKS + "\t")
    known = opening_name(name, _CUT.split(said, maxsplit=1)[0])
    return known is not None and len(text) - len(said) + len(known) >= after.end()


def _village_before(left: str, line: Line) -> str:
    """``DAFTAR PENDUDUK BAUN BANGO KEC. KAMIPANG``: a village of the kecamatan named just before it."""
    district = place_key(line.fields.get("kecamatan") or "")
    words = _CUT.split(left)[-1].strip(_MARKS + ",").split()
    for count in range(min(len(words), 6), 0, -1):
        name = " ".join(words[-count:])
        if district in districts_of().get(place_key(name), ()):
            line.fields["desa"] = name
            return left[: left.rindex(words[-count])]
    return left


def _is_header(text: str) -> bool:
    """Whether a text is the name of a column, or made of words of titles, so that no value stands there."""
    if text and all(word in _TITLE for word in text.upper().split()):
        return True
    found = claim(text) if text else None
    return found is not None and found.reason == "synonym"


def _value(name: str, value: str, line: Line, *, marked: bool) -> int | None:
    """How many letters of ``value`` are the value of the label ``name``; it is put down where it is one."""
    if name == "other":
        return len(value)
    if name in _NEEDS_MARK:
        said = value.strip(_MARKS + ",;")
        if not marked or _is_header(said):
            return None
        if said:
            line.fields.setdefault(name, said)
        return len(value)
    text = _dusun(value, marked=marked) if name == "dusun" else _place(name, value)
    if not text:
        return None if text is None else 0
    if name not in line.fields or (marked and name not in line.marked):
        line.fields[name] = text
    if marked:
        line.marked.add(name)
    return value.find(text) + len(text) if text in value else len(value)


def _dusun(value: str, *, marked: bool) -> str | None:
    """A dusun's number or name, empty where nothing follows the label, ``None`` where it is none."""
    said = _STOP.sub("", value).strip(_MARKS)
    numeral = _NUMERAL.match(said)
    if numeral is not None and not marked:
        return numeral[0]
    named = marked and bool(re.search(r"\w", said)) and not _NO_NAME.match(said) and not _is_header(said)
    return said if named or not said else None


def _place(name: str, value: str) -> str | None:
    """A place's name, empty where nothing follows the label, ``None`` where it is none."""
    said = _PLACE_CODE.sub("", value)
    known = opening_name(name, said.strip(_MARKS))
    said = (known or _STOP.sub("", said)).strip(_MARKS + ",;")
    named = known is not None or not _NO_NAME.match(said)  # ``KOTA BESI``
    wordy = bool(re.search(r"[A-Za-z]{3}", said)) and named and len(said) <= _LONGEST
    return said if not said or (wordy and (known is not None or not _is_header(said))) else None


@cache
def _codes() -> frozenset[str]:
    """Codes of villages in both schemes, digits only."""
    listed = reference.villages()
    columns = [name for name in ("kode_desa", "kode_bps") if name in listed.columns]
    return frozenset(
        re.sub(r"\D", "", code) for name in columns for code in listed.get_column(name).drop_nulls()
    )


@cache
def _endings() -> dict[str, frozenset[str]]:
    """The last four digits of the codes of villages by the keys of their names."""
    found: dict[str, set[str]] = {}
    for code, name in reference.villages().select("kode_desa", "nama_desa").rows():
        found.setdefault(place_key(name), set()).add(re.sub(r"\D", "", code)[-4:])
    return {name: frozenset(codes) for name, codes in found.items()}
