#!/usr/bin/env bash
# Makes the low-level client package from the contract.
#
# Usage: scripts/regen.sh [--contract FILE] [--output DIR]
#
#   --contract FILE   the OpenAPI document to read    (default: openapi/leapyear.yaml)
#   --output DIR      the package to write or replace (default: generated/leapyear_api)
#   --help            this text
#
# The result depends on nothing but the contract, openapi/generator.yaml and the versions that
# requirements/generator.lock pins: the same input gives the same bytes on every machine. The generator runs in an
# environment of its own, .cache/generator, made on first use. DIR is replaced as a whole, and only when everything
# has succeeded; a contract that is invalid, or of which the generator would drop a part, leaves it as it was.
# To try a changed contract without touching the tree: scripts/regen.sh --contract my.yaml --output /tmp/leapyear_api
set -euo pipefail

usage() { sed -n '2,/^set -euo/{/^set -euo/d;s/^# \{0,1\}//;p;}' "$0"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }

root=$(cd "$(dirname "$0")/.." && pwd)
contract=$root/openapi/leapyear.yaml
output=$root/generated/leapyear_api
while [ $# -gt 0 ]; do
  case $1 in
    --contract | --output)
      [ $# -ge 2 ] || fail "$1 needs a value; see scripts/regen.sh --help"
      if [ "$1" = --contract ]; then contract=$2; else output=$2; fi
      shift 2
      ;;
    --help | -h) usage; exit 0 ;;
    *) fail "unknown argument: $1; see scripts/regen.sh --help" ;;
  esac
done
[ -f "$contract" ] || fail "There is no contract at $contract."
# Replacing DIR must never cost someone a folder of their own.
if [ -d "$output" ] && [ -n "$(ls -A "$output")" ] && [ ! -f "$output/contract.json" ]; then
  fail "$output is not empty and was not written by this script; give another --output."
fi

"$root/scripts/venv.sh" .cache/generator requirements/generator.lock
bin=$root/.cache/generator/bin
# Isolated from the caller: no byte code beside the sources, no colours, no settings of another project.
export PATH="$bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1 LC_ALL=C NO_COLOR=1 TERM=dumb
unset PYTHONPATH RUFF_CONFIG

mkdir -p "$(dirname "$output")"
output=$(cd "$(dirname "$output")" && pwd)/$(basename "$output")
# Beside the target, so that the swap is a rename within one file system.
work=$(mktemp -d "$(dirname "$output")/.regen.XXXXXX")
trap 'rm -rf "$work"' EXIT

"$bin/python" "$root/scripts/contract.py" check "$contract"
"$bin/openapi-python-client" generate --path "$contract" --config "$root/openapi/generator.yaml" \
  --meta none --fail-on-warning --output-path "$work/new" >"$work/log" 2>&1 || {
  grep -vE '^Generating |^If you believe|github.com/openapi-generators|^$' "$work/log" >&2 || true
  fail "" "The generator refused $contract or would have dropped a part of it (see above); nothing was changed."
}
"$bin/python" "$root/scripts/contract.py" finish "$contract" "$work/new"

if [ -e "$output" ]; then mv "$output" "$work/old"; fi
mv "$work/new" "$output"
echo "Wrote $output from $contract."
