"""The canonical fields of people, families and villages: the words every floor shares.

``RAW_PERSON`` is what a loader may map a column to; ``PERSON`` is what a standardised frame holds.
"""

from __future__ import annotations

RAW_PERSON: tuple[str, ...] = (
    "nik", "no_kk", "nama", "jenis_kelamin", "tempat_lahir", "tanggal_lahir", "ttl", "umur",
    "agama", "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan", "golongan_darah",
    "disabilitas", "nama_ayah", "nik_ayah", "nama_ibu", "nik_ibu", "nama_kepala_keluarga",
    "nik_kepala_keluarga", "alamat", "dusun", "rt", "rw", "rt_rw", "kode_desa", "desa", "kode_kecamatan",
    "kecamatan", "kode_kabupaten", "kabupaten", "kode_provinsi", "provinsi", "status_dasar", "telepon",
    "desil", "bansos_pkh", "bansos_sembako", "bansos_blt_dd", "bansos_pbi",
)  # fmt: skip
"""Fields of a row about a person, as text as the sheet holds it."""

PLACE: tuple[str, ...] = (
    "kode_desa", "desa", "kode_kecamatan", "kecamatan", "kode_kabupaten", "kabupaten", "kode_provinsi",
    "provinsi",
)  # fmt: skip
"""Fields that say where a row belongs; the village resolver reads them."""

RAW_VILLAGE: tuple[str, ...] = (
    *PLACE, "jumlah_penduduk", "jumlah_laki_laki", "jumlah_perempuan", "jumlah_kk", "luas", "kepala_desa",
    "status_idm", "skor_idm", "telepon",
)  # fmt: skip
"""Fields of a row about a village."""

RAW_FAMILY: tuple[str, ...] = (
    *PLACE, "no_kk", "nama_kepala_keluarga", "nik_kepala_keluarga", "jumlah_anggota", "alamat", "dusun",
    "rt", "rw", "rt_rw", "desil", "bansos_pkh", "bansos_sembako", "bansos_blt_dd", "bansos_pbi",
)  # fmt: skip
"""Fields of a row about a family card."""

PERSON: tuple[str, ...] = (
    "nama", "nik", "nik_status", "no_kk", "kk_status", "tanggal_lahir", "tanggal_status", "jenis_kelamin",
    "tempat_lahir", "agama", "pendidikan", "pekerjaan", "status_kawin", "shdk", "kewarganegaraan",
    "golongan_darah", "disabilitas", "nama_ayah", "nama_ibu", "nama_kepala_keluarga", "alamat", "dusun",
    "rt", "rw", "status_dasar", "desil", "bansos_pkh", "bansos_sembako", "bansos_blt_dd", "bansos_pbi",
)  # fmt: skip
"""Columns of a standardised frame of people, after ``rid``, ``table`` and ``row``."""

SURVIVING: tuple[str, ...] = tuple(f for f in PERSON if f not in {"kk_status", "tanggal_status"})
"""Fields of which one value a person survives into the base dataset."""

PROGRAMMES: tuple[str, ...] = ("bansos_pkh", "bansos_sembako", "bansos_blt_dd", "bansos_pbi")
"""Flags of aid programmes: a family has the programme when any accepted row of it says so."""
