#!/usr/bin/env bash
# Proves that every type of the public interface of `leapyear` is known to those who use it, whatever their checker: none
# missing, none left to inference.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=$PWD/.venv/bin
paths=$PWD/src:$PWD/generated:$("$bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
# Elsewhere, since files found in the project do not count as a package that somebody has installed.
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
cd "$elsewhere"
if report=$(PYTHONPATH=$paths "$bin/basedpyright" --verifytypes leapyear --ignoreexternal 2>&1); then exit 0; fi

printf '%s\n' "$report" | sed -n '/^Symbols used in public interface:/,$p' >&2
exit 1
