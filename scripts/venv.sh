#!/usr/bin/env bash
# Brings a virtual environment in line with a lock file; costs nothing when it already is.
#
#   scripts/venv.sh DIR LOCK...              install the first LOCK into DIR, unless any of the LOCKs is there already
#   scripts/venv.sh --editable DIR LOCK...   the same, and this project itself, as an editable install
#
# More than one lock is for environments where each later lock holds all of the first: dev.lock holds server.lock, so
# `make demo` is content with the environment of `make test`. PYTHON names the interpreter (default: python3).
set -euo pipefail
cd "$(dirname "$0")/.."

editable=no
if [ "${1:-}" = --editable ]; then editable=yes; shift; fi
if [ $# -lt 2 ]; then sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; fi
dir=$1; shift
python=${PYTHON:-python3}

fail() { printf '%s\n' "$@" >&2; exit 1; }

hint="Name another with PYTHON, as in: make test PYTHON=python3.12"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
  fail "LeapYear needs Python 3.11 or newer, and '$python' does not run." "$hint"
case $version in
  2.* | 3.[0-9] | 3.10) fail "LeapYear needs Python 3.11 or newer; '$python' is Python $version." "$hint" ;;
esac

# What an environment was made of: the interpreter, the lock, and the metadata and place an editable install records.
stamp_of() {
  {
    echo "$version"
    cat "$1"
    if [ "$editable" = yes ]; then pwd; cat pyproject.toml; fi
  } | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}

stamp=$dir/.leapyear-stamp
if [ -x "$dir/bin/python" ] && [ -f "$stamp" ]; then
  for lock in "$@"; do
    if [ "$(cat "$stamp")" = "$(stamp_of "$lock")" ]; then exit 0; fi
  done
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
  "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "" "Setting up $dir failed at: $*"; }
}

lock=$1
echo "Setting up $dir from $lock (once; under a minute on most machines) ..." >&2
# Kept if it can be built upon, so that a changed lock costs only what changed; begun anew for another Python.
if [ "$("$dir/bin/python" -c 'import pip, sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" != "$version" ]; then
  rm -rf "$dir"
  quietly "$python" -m venv "$dir"
fi
rm -f "$stamp"
pip=("$dir/bin/python" -m pip --disable-pip-version-check --no-input install --quiet)
quietly "${pip[@]}" --require-hashes -r "$lock"
if [ "$editable" = yes ]; then quietly "${pip[@]}" --no-deps --no-build-isolation -e .; fi
stamp_of "$lock" >"$stamp"
