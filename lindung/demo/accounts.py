"""The demo's accounts, one for every role. They sign in only in demo mode, only on this machine."""

from dataclasses import dataclass

from lindung.access.codes import Role, Sex

PASSWORD = "coba-lindung-1"  # noqa: S105  # printed at the start; opens invented data alone


@dataclass(frozen=True, slots=True)
class Account:
    """One invented colleague."""

    email: str
    name: str
    title: str
    sex: Sex
    unit: str
    roles: tuple[Role, ...]


ACCOUNTS: tuple[Account, ...] = (
    # A unit of four: one person holds several roles.
    Account(
        "kepala@kutim.example",
        "Ratna Puspita",
        "Kepala UPTD PPA",
        Sex.FEMALE,
        "kutim",
        (Role.UNIT_HEAD, Role.SUPERVISOR),
    ),
    Account(
        "piket@kutim.example",
        "Yulia Rahman",
        "Petugas pengaduan",
        Sex.FEMALE,
        "kutim",
        (Role.OPERATOR, Role.DATA_OFFICER),
    ),
    Account(
        "kasus@kutim.example",
        "Bayu Saputra",
        "Manajer kasus",
        Sex.MALE,
        "kutim",
        (Role.CASE_MANAGER, Role.OPERATOR),
    ),
    Account(
        "pendamping@kutim.example",
        "Desi Lestari",
        "Pendamping PPA",
        Sex.FEMALE,
        "kutim",
        (Role.COMPANION,),
    ),
    Account(
        "admin@kutim.example",
        "Fajar Nugroho",
        "Administrator",
        Sex.MALE,
        "kutim",
        (Role.ADMINISTRATOR,),
    ),
    Account(
        "dinas@kutim.example",
        "Suryani Hamid",
        "Kepala DP3A",
        Sex.FEMALE,
        "kutim",
        (Role.OFFICE_HEAD,),
    ),
    # A larger unit: one role each.
    Account(
        "kepala@batam.example",
        "Linda Siregar",
        "Kepala UPTD PPA",
        Sex.FEMALE,
        "batam",
        (Role.UNIT_HEAD,),
    ),
    Account(
        "supervisor@batam.example",
        "Hendra Wijaya",
        "Pekerja sosial supervisor",
        Sex.MALE,
        "batam",
        (Role.SUPERVISOR,),
    ),
    Account(
        "piket@batam.example",
        "Mira Tanjung",
        "Petugas pengaduan",
        Sex.FEMALE,
        "batam",
        (Role.OPERATOR,),
    ),
    Account(
        "kasus@batam.example",
        "Dian Ginting",
        "Manajer kasus",
        Sex.FEMALE,
        "batam",
        (Role.CASE_MANAGER,),
    ),
    Account(
        "kasus2@batam.example",
        "Arman Lubis",
        "Manajer kasus",
        Sex.MALE,
        "batam",
        (Role.CASE_MANAGER,),
    ),
    Account(
        "pendamping@batam.example",
        "Nurul Aini",
        "Pendamping PPA",
        Sex.FEMALE,
        "batam",
        (Role.COMPANION,),
    ),
    Account(
        "psikolog@batam.example",
        "Clara Simanjuntak",
        "Psikolog klinis",
        Sex.FEMALE,
        "batam",
        (Role.PSYCHOLOGIST,),
    ),
    Account(
        "hukum@batam.example",
        "Rudi Hutapea",
        "Konselor hukum",
        Sex.MALE,
        "batam",
        (Role.COUNSEL,),
    ),
    Account(
        "data@batam.example",
        "Sinta Dewanti",
        "Staf pengelola data",
        Sex.FEMALE,
        "batam",
        (Role.DATA_OFFICER,),
    ),
    Account(
        "rumahaman@batam.example",
        "Wahyu Prasetyo",
        "Penjaga asrama",
        Sex.MALE,
        "batam",
        (Role.SHELTER_KEEPER,),
    ),
    Account(
        "admin@batam.example",
        "Eko Susilo",
        "Administrator",
        Sex.MALE,
        "batam",
        (Role.ADMINISTRATOR,),
    ),
    Account(
        "dinas@batam.example",
        "Farida Nasution",
        "Kepala dinas",
        Sex.FEMALE,
        "batam",
        (Role.OFFICE_HEAD,),
    ),
    # Outside both: who decides when a head may not.
    Account(
        "penyetuju@provinsi.example",
        "Gunawan Hakim",
        "UPTD PPA provinsi",
        Sex.MALE,
        "provinsi",
        (Role.APPROVER, Role.OPERATOR, Role.UNIT_HEAD),
    ),
)
