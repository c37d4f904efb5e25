# Read by ./run and ./test: `prepare base|test` makes .venv and installs that lock, or says in one
# sentence why it cannot. A stamp keeps a warm start from installing anything.

stop_with() { # id, en
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 1
}

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    stop_with "Lindung butuh Python 3.11 atau lebih baru: pasang paket python3." \
        "Lindung needs Python 3.11 or later: install the package python3."
}

make_environment() {
    python=$(find_python)
    rm -rf .venv
    if ! said=$("$python" -m venv .venv 2>&1); then
        rm -rf .venv
        if command -v uv >/dev/null 2>&1 && uv venv -q --seed -p "$python" .venv; then return; fi
        case $said in
        *"No space left"*) stop_with "Ruang penyimpanan penuh: kosongkan sedikitnya 600 MB." \
            "The disk is full: free at least 600 MB." ;;
        esac
        stop_with "Lingkungan Python tidak dapat dibuat: pasang paket python3-venv (apt-get install python3-venv)." \
            "The Python environment cannot be made: install the package python3-venv (apt-get install python3-venv)."
    fi
}

write_command() {
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$PWD" >"$site/lindung.pth"
    cat >.venv/bin/lindung <<COMMAND
#!$PWD/.venv/bin/python
import sys

from lindung.running.cli import main

sys.exit(main())
COMMAND
    chmod 755 .venv/bin/lindung
}

prepare() { # base | test
    lock=requirements/$1.lock
    stamp=.venv/lindung-$1.stamp
    now="$PWD $(cksum requirements/uv.txt "$lock" requirements/prepare.sh | tr '\n' ' ')"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && [ -x .venv/bin/lindung ] &&
        .venv/bin/python -c '' 2>/dev/null; then
        return
    fi
    free=$(df -Pk . | awk 'NR == 2 { print $4 }')
    if [ "$free" -lt 600000 ]; then
        stop_with "Ruang penyimpanan tinggal $((free / 1000)) MB: kosongkan sedikitnya 600 MB." \
            "Only $((free / 1000)) MB of disk are left: free at least 600 MB."
    fi
    if [ ! -w . ]; then
        stop_with "Folder ini tidak dapat ditulisi: $PWD" "This folder cannot be written to: $PWD"
    fi
    # An environment does not survive being moved, nor its Python being removed.
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        ! .venv/bin/pip --version >/dev/null 2>&1; then
        printf 'Menyiapkan lingkungan Python · Making the Python environment\n' >&2
        make_environment
    fi
    printf 'Memasang %s · Installing %s\n' "$lock" "$lock" >&2
    if ! .venv/bin/uv --version 2>/dev/null | grep -qF "$(sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements/uv.txt)"; then
        .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
            -r requirements/uv.txt >&2 ||
            stop_with "Paket tidak dapat diunduh: periksa sambungan internet, lalu ulangi." \
                "Packages cannot be downloaded: check the internet connection and try again."
    fi
    # uv does not read pip's configuration: an office with a mirror has set it there.
    if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
        mirror=${PIP_INDEX_URL:-$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)}
        if [ -n "$mirror" ]; then export UV_DEFAULT_INDEX="$mirror"; fi
    fi
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install -q --require-hashes -r "$lock" >&2 ||
        stop_with "Paket tidak dapat dipasang: periksa sambungan internet dan ruang penyimpanan, lalu ulangi." \
            "Packages cannot be installed: check the internet connection and the disk, then try again."
    write_command
    printf '%s' "$now" >"$stamp"
}
