#!/bin/sh
# Makes .venv and installs what a target needs: sh requirements/install.sh run|dev
# Uses Python >= 3.11 with its venv module, else uv, else (as root on Debian or Ubuntu) installs them; says in one line what is missing.
set -eu
want=$1
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_venv() { "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }
find_python() {
    for p in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$p" >/dev/null 2>&1 && fits "$p"; then command -v "$p"; return 0; fi
    done
    return 1
}
install_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say "installing $* with apt-get"
    apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ ! -x .venv/bin/python ] || ! fits .venv/bin/python; then
    rm -rf .venv
    python=$(find_python || true)
    if [ -n "$python" ] && has_venv "$python"; then "$python" -m venv .venv
    elif command -v uv >/dev/null 2>&1; then uv venv -q --python ">=3.11" .venv
    elif install_debian python3 python3-venv; then
        python=$(find_python || true)
        [ -n "$python" ] || { say "missing: Python 3.11 or newer (this system's python3 is older)"; exit 1; }
        "$python" -m venv .venv
    else say "missing: Python 3.11 or newer with its venv module (Debian: apt-get install python3 python3-venv), or uv"; exit 1
    fi
fi

lock=requirements/$want.txt
if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    pip() { .venv/bin/python -m pip install -q --disable-pip-version-check --no-input "$@"; }
else
    pip() { VIRTUAL_ENV=.venv uv pip install -q "$@"; }
fi
say "installing into .venv from $lock"
pip --require-hashes -r "$lock"
pip --no-deps --no-build-isolation -e .
touch ".venv/.$want"
