"""What a table's rows stand for, told by its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.model import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kalteng_data.model import OwnColumn

FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.PENDUDUK: RAW_PERSON,
    Kind.KELUARGA: RAW_FAMILY,
    Kind.DESA: RAW_VILLAGE,
}
_OF_ONE_PERSON = frozenset(
    {"tanggal_lahir", "ttl", "shdk", "jenis_kelamin", "tempat_lahir", "nama_ibu", "umur"}
)
_COUNTS = frozenset(
    {"jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk", "luas", "status_idm", "skor_idm"}
)


def tell_kind(columns: Sequence[Column]) -> Kind | None:
    """People, families or villages; ``None`` when no row could stand for any of them."""
    fields = {c.field for c in columns if c.field is not None}
    if "nama" in fields:
        if fields & _COUNTS and not fields & {"nik", "no_kk", *_OF_ONE_PERSON}:
            return Kind.DESA
        return Kind.PENDUDUK
    head = {"nama_kepala_keluarga", "nik_kepala_keluarga"} & fields
    if "nik" in fields:
        return Kind.KELUARGA if head and not fields & _OF_ONE_PERSON else Kind.PENDUDUK
    if "no_kk" in fields or head:
        return Kind.KELUARGA
    if {"desa", "kode_desa"} & fields:
        return Kind.DESA
    return None


def as_kind(columns: Iterable[Column], kind: Kind, own: Iterable[OwnColumn] = ()) -> tuple[Column, ...]:
    """The columns with names of another kind turned into this one's, and foreign fields left unused.

    Columns of one's ``own`` are left as they are.
    """
    columns = tuple(columns)
    kept = {*FIELDS[kind], *(column.name for column in own)}
    fields = {c.field for c in columns}
    renamed = {}
    if kind is Kind.KELUARGA:
        renamed = {
            "nik": "nik_kepala_keluarga", "nama": "nama_kepala_keluarga", "jumlah_penduduk": "jumlah_anggota",
        }  # fmt: skip
    elif kind is Kind.DESA and "desa" not in fields:
        renamed = {"nama": "desa"}
    elif kind is Kind.PENDUDUK and not {"nama", "nik"} & fields:
        renamed = {"nama_kepala_keluarga": "nama", "nik_kepala_keluarga": "nik"}
    settled = []
    for column in columns:
        field, reason = column.field, column.reason
        if field in renamed and renamed[field] not in fields:
            field = renamed[field]
        if field is not None and field not in kept:
            field, reason = None, "of-another-kind"
        settled.append(Column(column.index, column.header, field, column.confidence, reason))
    return tuple(settled)
