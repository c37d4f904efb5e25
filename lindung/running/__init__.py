"""Running a house: its database, its processes, its keys on disk, its backups, and `lindung`."""
