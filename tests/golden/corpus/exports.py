"""Files as the offices' programs write them: OpenSID, SIAK, DTSEN, SIKS; and columns that tell nothing."""

from __future__ import annotations

from typing import Any

from tests.golden.corpus.making import DESA, PEOPLE, Entry, Person, Rows, at, book, raw, sheet, text

OPENSID = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "agama_id",
    "pendidikan_kk_id", "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level", "warganegara_id",
    "ayah_nik", "nama_ayah", "ibu_nik", "nama_ibu", "golongan_darah_id", "akta_lahir", "dokumen_pasport",
    "tanggal_akhir_paspor", "dokumen_kitas", "akta_perkawinan", "tanggalperkawinan", "akta_perceraian",
    "tanggalperceraian", "cacat_id", "cara_kb_id", "hamil", "ktp_el", "status_rekam", "alamat_sekarang",
    "status_dasar", "suku", "tag_id_card", "id_asuransi", "no_asuransi", "lat", "lng",
)  # fmt: skip
SIAK = (
    "Nomor KK", "NIK", "Nama Penduduk", "Status", "Tempat Lahir", "Tanggal Lahir", "Kelamin", "NIK Ayah",
    "Ayah", "NIK Ibu", "Ibu", "Status Kawin", "SHDK", "Agama", "Kecamatan", "Desa/Kel", "Alamat", "RW", "RT",
    "Pendidikan", "Pekerjaan", "Deskripsi Pekerjaan", "Gol. Darah", "Cacat", "Cetak KTP", "Ganti KTP",
    "KTP Berakhir", "Nomor Paspor", "Nomor Akta Lahir", "Nomor Akta Kawin", "Tanggal Kwn",
    "Nomor Akta Cerai", "Tgl Cerai", "Petugas Registrasi", "Tgl Ubah", "Petugas Entri", "Tgl Entri",
)  # fmt: skip
RAW = (
    "NIK", "NAMA_LGKP", "JENIS_KLMIN", "TMPT_LHR", "TGL_LHR", "AGAMA", "STAT_KWN", "STAT_HBKEL", "PDDK_AKH",
    "JENIS_PKRJN", "NO_KK", "NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL", "NO_RT", "NO_RW", "ALAMAT", "KAB_NAME",
    "KEC_NAME", "KEL_NAME",
)  # fmt: skip
CARDS = (
    "nomor_kartu_keluarga", "nama_kepala_keluarga", "desil_nasional", "kode_kabupaten_kota",
    "kabupaten_kota", "kecamatan", "kelurahan_desa", "is_gc_kemensos", "is_pbi_se", "is_siks_ng",
)  # fmt: skip
MEMBERS = (
    "nik", "no_kk", "nama", "tempat_lahir", "tanggal_lahir", "id_jenis_kelamin", "id_hub_kepala_keluarga",
    "id_status_perkawinan", "id_jenjang_pendidikan_dukcapil", "status_dtsen", "desil_nasional",
    "kode_provinsi", "provinsi", "kode_kabupaten_kota", "kabupaten_kota", "kode_kecamatan", "kecamatan",
    "kode_kelurahan_desa", "kelurahan_desa", "alamat", "nama_kepala_keluarga",
)  # fmt: skip
SIKS = (
    "iddtks", "provinsi", "kabupaten_kota", "kecamatan", "desa_kelurahan", "alamat", "dusun", "rt", "rw",
    "nomor_kk", "nomor_nik", "nama", "tanggal_lahir", "tempat_lahir", "jenis_kelamin", "nama_ibu_kandung",
    "hubungan_keluarga",
)  # fmt: skip
ADMINDUK = {"KEPALA KELUARGA": 1, "ISTRI": 3, "ANAK": 4}
REGSOSEK = {"KEPALA KELUARGA": 1, "ISTRI": 2, "ANAK": 3}
SEXES = {"L": 1, "P": 2}
HEADS = tuple(p for p in PEOPLE if p.peran == "KEPALA KELUARGA")
ACCENTED = (*PEOPLE[:3], PEOPLE[3]._replace(nama="RUSDI RENÉ"), *PEOPLE[4:])
"""A name that only the right code page reads."""


def opensid() -> list[list[Any]]:
    """The form of 43 columns, with labels where a village typed them and codes elsewhere."""
    filled = {"alamat": "JL. DESA", "dusun": "-", "rw": "002", "rt": "001", "tempatlahir": "KASONGAN"}
    filled |= {"agama_id": "ISLAM", "pendidikan_kk_id": "5", "pekerjaan_id": "1", "warganegara_id": "WNI"}
    filled |= {"golongan_darah_id": "13", "status_dasar": "1", "hamil": "", "ktp_el": "2", "lat": "-1.9"}

    def row(p: Person) -> list[Any]:
        own = {"nama": p.nama, "no_kk": p.kk, "nik": p.nik, "sex": SEXES[p.sex], "tanggallahir": p.lahir}
        own |= {"kk_level": ADMINDUK[p.peran], "status_kawin": 1 if p.peran == "ANAK" else 2}
        return [(filled | own).get(name) for name in OPENSID]

    return [list(OPENSID), *map(row, PEOPLE), ["###", "###"]]


def siak(people: tuple[Person, ...] = PEOPLE) -> list[list[Any]]:
    """The flat export of 37 columns, in words."""

    def row(p: Person) -> list[Any]:
        own = {
            "Nomor KK": p.kk, "NIK": p.nik, "Nama Penduduk": p.nama, "Status": "Valid", "Kelamin": p.sex,
            "Tempat Lahir": "KASONGAN", "Tanggal Lahir": p.lahir, "SHDK": p.peran, "Agama": "ISLAM",
            "Status Kawin": "BELUM KAWIN" if p.peran == "ANAK" else "KAWIN", "Kecamatan": "KAMIPANG",
            "Desa/Kel": DESA, "RW": "002", "RT": "001", "Petugas Entri": "operator", "Alamat": "JL. DESA",
        }  # fmt: skip
        return [own.get(name) for name in SIAK]

    return [list(SIAK), *map(row, people)]


def service() -> list[list[Any]]:
    """The web service's columns; places by code and name."""

    def row(p: Person) -> list[Any]:
        return [
            p.nik, p.nama, p.sex, "KASONGAN", p.lahir, "ISLAM", "KAWIN", p.peran, "SLTA/SEDERAJAT",
            "PETANI/PEKEBUN", p.kk, 62, "06", "01", 2008, "001", "002", "JL. DESA", "KATINGAN", "KAMIPANG",
            DESA,
        ]  # fmt: skip

    return [list(RAW), *map(row, PEOPLE)]


def cards() -> list[list[Any]]:
    """Families of DTSEN, one row a card."""
    rows = ([p.kk, p.nama, 2, "6206", "KATINGAN", "KAMIPANG", DESA, 1, 0, 1] for p in HEADS)
    return [list(CARDS), *rows]


def members(people: tuple[Person, ...] = PEOPLE) -> list[list[Any]]:
    """Members of DTSEN's families: numbers of Regsosek, schooling by Dukcapil, dates year first."""

    def row(p: Person) -> list[Any]:
        day, month, year = p.lahir.split("-")
        return [
            p.nik, p.kk, p.nama, "KASONGAN", f"{year}-{month}-{day}", SEXES[p.sex], REGSOSEK[p.peran],
            1 if p.peran == "ANAK" else 2, 5, "aktif", 2, "62", "KALIMANTAN TENGAH", "6206", "KATINGAN",
            "620601", "KAMIPANG", "6206012008", DESA, "JL. DESA", "BUDI SANTOSO",
        ]  # fmt: skip

    return [list(MEMBERS), *map(row, people)]


def siks() -> list[list[Any]]:
    """SIKS in words, every cell quoted, as the export does where asked."""
    rows = [
        [f"ID{i}", "KALIMANTAN TENGAH", "KATINGAN", "KAMIPANG", DESA, "JL. DESA NO. 1, BLOK A", "", "001",
         "002", p.kk, p.nik, p.nama, p.lahir, "KASONGAN", p.sex, "", p.peran]
        for i, p in enumerate(PEOPLE)
    ]  # fmt: skip
    return [list(SIKS), *([f'"{cell}"' for cell in row] for row in rows)]


def _broken(rows: list[list[Any]]) -> str:
    """Fields parted by ``|``: a quote inside an address, a quote never closed, a line cut short."""
    lines = ["|".join(map(str, row)) for row in rows]
    lines[1] = lines[1].replace("JL. DESA", 'JL. "MAWAR" DESA')
    lines[2] = lines[2].replace("JL. DESA", 'GANG "MELATI')
    lines.insert(4, "|".join(lines[3].split("|")[:6]))
    return "\r\n".join(lines) + "\r\n"


BROKEN = _broken(members(ACCENTED))
"""DTSEN v3: row 5 of the file is the one cut short."""
ROLES: dict[int, dict[str, object]] = {
    row: {"shdk": p.peran, "jenis_kelamin": p.sex} for row, p in enumerate(PEOPLE, 2)
}
LATER = {row + (row > 4): told for row, told in ROLES.items()}
PLAIN = ("NIK", "Nama", "JK", "Tgl Lahir", "SHDK", "Pekerjaan", "Desa")
EITHER = tuple(
    p._replace(lahir=f"{(i % 12) + 1:02d}/{(i + 3) % 12 + 1:02d}/{1980 + i}", nik="")
    for i, p in enumerate(PEOPLE)
)
NAMED: Rows = {("Data", row): (p.nama, None) for row, p in enumerate(EITHER, 2)}
NUMBERED: list[list[Any]] = [
    list(PLAIN),
    *([p.nik, p.nama, p.sex, p.lahir, ADMINDUK[p.peran], 9 + i, DESA] for i, p in enumerate(PEOPLE)),
]

EXPORTS = (
    Entry("opensid-43-columns", "a.xlsx", sheet(opensid()), at(2), values=ROLES),
    Entry("siak-flat-37-columns", "a.xlsx", sheet(siak()), at(2), values=ROLES, every={"rt": "001"}),
    Entry(
        "siak-web-service", "a.xlsx", sheet(service()), at(2), values=ROLES,
        every={"kode_desa": "62.06.01.2008"},
    ),
    Entry(
        "dtsen-v2-cards", "a.xlsx", sheet(cards()),
        {("Data", row): (p.nama, None) for row, p in enumerate(HEADS, 2)}, every={"desil": 2},
    ),
    Entry("dtsen-v2-members", "a.xlsx", book({"anggota": members()}), at(2, sheet="anggota"), values=ROLES),
    Entry(
        "dtsen-v3-members-pipe-latin-1", "a.csv",
        text(members(ACCENTED), "|", encoding="latin-1", ends="\r\n"), at(2, ACCENTED, ""), values=ROLES,
    ),
    Entry(
        "dtsen-v3-broken-quoting", "a.csv", raw(BROKEN, "latin-1"),
        {("", row + (row > 4)): read for (_, row), read in at(2, ACCENTED, "").items()},
        kept_out=frozenset({("", 5)}), findings=(("KT001", 5, None),), clean=False, values=LATER,
    ),
    Entry("siks-pipe-quoted", "a.txt", text(siks(), "|"), at(2, sheet=""), values=ROLES),
    Entry(
        "numbers-of-no-known-list", "a.xlsx", sheet(NUMBERED), at(2),
        findings=(("KT209", 0, "shdk"), ("KT209", 0, "pekerjaan")),
        every={"pekerjaan": None}, values={3: {"shdk": None}},
    ),
    Entry(
        "dates-of-no-known-order", "a.xlsx",
        sheet([["Nama", "JK", "Tgl Lahir", "Desa"], *([p.nama, p.sex, p.lahir, DESA] for p in EITHER)]),
        NAMED, findings=(("KT136", 0, "tanggal_lahir"),),
    ),
)  # fmt: skip
"""Each program's export, whole."""
