"""Invented names and sentences, plausible for the place. No name here belongs to a known person."""

from collections.abc import Mapping, Sequence

GIVEN: Mapping[str, Sequence[str]] = {
    "F": (
        "Siti", "Nur", "Aisyah", "Rahmawati", "Melati", "Putri", "Dewi", "Sari", "Wulan", "Intan",
        "Fitriani", "Yuliana", "Marlina", "Ratih", "Indah", "Kartika", "Sri", "Lestari", "Novita",
        "Hasnah", "Maria", "Yohana", "Agustina", "Rosmawati", "Nadia", "Zahra", "Salsabila", "Anisa",
        "Tiara", "Meilani", "Lia", "Ernawati", "Suryani", "Halimah", "Jumiati", "Mariana", "Desiana",
    ),
    "M": (
        "Muhammad", "Ahmad", "Abdul", "Rudi", "Agus", "Budi", "Hendra", "Irwan", "Joko", "Slamet",
        "Yusuf", "Rahmat", "Dedi", "Andi", "Fahri", "Rizky", "Bagas", "Ilham", "Yohanes", "Markus",
        "Samuel", "Tommy", "Suryadi", "Hasan", "Herman", "Syamsul", "Arifin", "Kusno", "Wahyu",
    ),
}  # fmt: skip
FAMILY: Mapping[str, Sequence[str]] = {
    "64": (
        "", "", "", "Syahrani", "Arsyad", "Mahakam", "Kutaiwati", "Bahri", "Noor", "Lejau", "Ding",
        "Lawing", "Juk", "Hafid", "Daeng", "Mappa", "Tahir", "Wibowo", "Santoso", "Rahman", "Asmara",
    ),
    "21": (
        "", "", "", "Tanjung", "Lubis", "Sihombing", "Manurung", "Chaniago", "Koto", "Piliang",
        "Ginting", "Harahap", "Hutabarat", "Wijayanti", "Kurniawan", "Bako", "Lamablawa", "Tan",
        "Lim", "Hakim", "Effendi",
    ),
}  # fmt: skip
TELLINGS: Mapping[str, Sequence[str]] = {
    "physical": (
        "Pelapor mendengar teriakan dari rumah sebelah beberapa malam berturut-turut.",
        "Korban datang dengan memar di lengan dan meminta tempat berbicara yang tenang.",
        "Guru melihat bekas luka pada murid dan menanyakan apa yang bisa dilakukan.",
    ),
    "psychological": (
        "Korban sering diancam akan diusir dan tidak boleh menghubungi keluarganya.",
        "Anak takut pulang dan meminta ditemani oleh wali kelas.",
    ),
    "sexual": (
        "Anak bercerita kepada bibinya; keluarga meminta pendampingan ke polisi dan rumah sakit.",
        "Korban ingin tahu haknya sebelum memutuskan melapor ke polisi.",
        "Puskesmas menyampaikan informasi dan meminta unit menghubungi keluarga.",
    ),
    "exploitation": (
        "Anak diminta bekerja sampai malam dan tidak bersekolah.",
        "Korban dijanjikan pekerjaan lain dan dokumennya ditahan.",
    ),
    "trafficking": ("Korban baru tiba dari luar daerah dan tidak mengenal siapa pun di kota ini.",),
    "neglect": (
        "Nafkah tidak diberikan berbulan-bulan; anak dititipkan kepada nenek.",
        "Tetangga melapor anak sering ditinggal sendirian.",
    ),
    "other": ("Pelapor meminta penjelasan tentang hak asuh dan bantuan hukum.",),
}
PLACES = (
    "Dekat pasar, gang kedua setelah jembatan.",
    "Rumah kayu di belakang musala.",
    "Mes karyawan kebun, blok tiga.",
    "Kos di seberang minimarket.",
    "Dusun hulu, dua jam dengan perahu.",
)
PLANS = (
    "Ditemani pendamping; keluarga aman diberi tahu jadwalnya.",
    "Sesi pertama dijadwalkan, tempat dipilih klien.",
    "Berkas disiapkan bersama klien sebelum berangkat.",
    "Klien memilih sendiri waktu dan cara dihubungi.",
)
DONE = (
    "Berjalan baik; klien merasa lebih tenang dan tahu langkah berikutnya.",
    "Dilaksanakan sesuai rencana; dibuat janji lanjutan.",
    "Klien didampingi sampai selesai dan diantar pulang ke tempat aman.",
)
NOTES = (
    "Klien lebih suka dihubungi siang hari.",
    "Perlu juru bahasa isyarat pada pertemuan berikutnya.",
    "Bibi klien bersedia menjadi pendamping pilihan anak.",
)
CLOSINGS = (
    "Tujuan rencana tercapai; klien tahu cara kembali bila perlu.",
    "Klien pindah ke keluarga besar dan sudah terhubung dengan layanan di sana.",
)
REPLIES = (
    "Terima kasih sudah menulis. Pesan Anda sudah dibaca petugas.",
    "Kapan waktu yang aman untuk kami hubungi?",
    "Silakan tulis di sini bila ada yang ingin ditanyakan.",
)
