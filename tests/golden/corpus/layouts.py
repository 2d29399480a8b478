"""Layouts that offices send: blocks of families, the village system's export, pipes, lists of aid."""

from __future__ import annotations

from typing import Any

from tests.golden.corpus.making import (
    DESA,
    HEAD,
    LIST,
    PEOPLE,
    Entry,
    at,
    at_rows,
    lines,
    sheet,
    text,
)

OPENSID = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "agama_id",
    "pendidikan_kk_id", "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level",
    "warganegara_id", "ayah_nik", "nama_ayah", "ibu_nik", "nama_ibu", "golongan_darah_id",
)  # fmt: skip
ROLES = {"KEPALA KELUARGA": 1, "ISTRI": 3, "ANAK": 4}
SIKS = (
    "iddtks", "provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan", "alamat", "dusun", "rt", "rw",
    "nomor_kk", "nomor_nik", "nama", "tanggal_lahir", "tempat_lahir", "jenis_kelamin", "nama_ibu_kandung",
    "hubungan_keluarga",
)  # fmt: skip


def _opensid() -> list[list[Any]]:
    return [
        list(OPENSID),
        *(
            ["JL. DESA", "SATU", "002", "001", p.nama, p.kk, p.nik, 1 if p.sex == "L" else 2, "KASONGAN",
             p.lahir, 1, 5, 18, 1, 1 if p.peran == "ANAK" else 2, ROLES[p.peran], 1, None, None, None, None,
             13]
            for p in PEOPLE
        ),
    ]  # fmt: skip


def _siks() -> list[list[Any]]:
    return [
        list(SIKS),
        *(
            [f"ID{i}", "KALIMANTAN TENGAH", "KATINGAN", "KAMIPANG", DESA, "JL. DESA", "", "001", "002", p.kk,
             p.nik, p.nama, p.lahir, "KASONGAN", p.sex, "", p.peran]
            for i, p in enumerate(PEOPLE)
        ),
    ]  # fmt: skip


def _blocks() -> list[list[Any]]:
    rows: list[list[Any]] = [
        ["BUKU INDUK PENDUDUK"],
        ["NO", "NIK", "NAMA", "JK", "TMPT LHR", "TGL LHR", "SHDK"],
    ]
    for card in dict.fromkeys(p.kk for p in PEOPLE):
        family = [p for p in PEOPLE if p.kk == card]
        rows.append([f"NO.KK : {card}  KEPALA KELUARGA : {family[0].nama}  ALAMAT : DUSUN SATU"])
        rows += [[i, p.nik, p.nama, p.sex, "KASONGAN", p.lahir, p.peran] for i, p in enumerate(family, 1)]
    return rows


BLOCKS = _blocks()
SIKS_ROWS = _siks()
MEMBERS = [4, 5, 6, 8, 9, 10, 12, 13]
CARDS = {row: {"no_kk": p.kk} for row, p in zip(MEMBERS, PEOPLE, strict=True)}
STATED: list[list[Any]] = [
    ["KABUPATEN", ":", "KATINGAN"],
    ["KECAMATAN", ":", "KAMIPANG"],
    ["DESA : BAUN BANGO"],
    [],
]
AID = [
    ["NO", "NIK", "NAMA", "DESA", "PKH", "BPNT", "BLT DD"],
    *([i, p.nik, p.nama, DESA, "YA", "TIDAK", "-"] for i, p in enumerate(PEOPLE, 1)),
]
HEADED = [HEAD[:8], *(row[:8] for row in lines())]

OLDER = {
    ("Data", 5): ("ANI CONTOH", "6206034107900001"),
    ("Data", 6): ("BUDI CONTOH", "6206031212850002"),
    ("Data", 7): ("CITRA CONTOH", "6206030101100003"),
}

LAYOUTS = (
    Entry("blocks-of-families", "a.xlsx", sheet(BLOCKS), at_rows(MEMBERS), values=CARDS),
    Entry(
        "opensid",
        "a.xlsx",
        sheet(_opensid()),
        at(2),
        values={row: {"jenis_kelamin": p.sex, "shdk": p.peran} for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry("siks-pipe", "a.txt", text(SIKS_ROWS, "|", encoding="latin-1"), at(2, sheet="")),
    Entry("aid-flags", "a.xlsx", sheet(AID), at(2), every={"bansos_pkh": True, "bansos_sembako": False}),
    Entry(
        "place-stated-above", "a.xlsx", sheet((*STATED, *HEADED)), at(6), every={"kode_desa": "62.06.01.2008"}
    ),
    Entry("place-of-the-rows", "a.xlsx", sheet(LIST), at(2), every={"rt": "001"}),
)
"""Each layout alone."""
