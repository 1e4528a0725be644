#!/usr/bin/env bash
# Proves that generated/leapyear_api is what scripts/regen.sh makes of openapi/leapyear.yaml, byte for byte: no file
# edited, added or missing, tracked by git or not, and a module for every operation of the contract.
set -euo pipefail
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
scripts/regen.sh --output "$fresh/leapyear_api" >/dev/null

committed=generated/leapyear_api
if [ ! -d "$committed" ]; then
  echo "$committed is missing; run 'make regen'." >&2
  exit 1
fi
if report=$(LC_ALL=C diff -rq --exclude=__pycache__ "$fresh/leapyear_api" "$committed"); then exit 0; fi

echo "The generated package is not what the contract makes of it:" >&2
printf '%s\n' "$report" | sed -E \
  -e "s#^Only in $fresh/leapyear_api(.*): (.*)#  missing  $committed\1/\2#" \
  -e "s#^Only in (.*): (.*)#  extra    \1/\2#" \
  -e "s#^Files .* and (.*) differ#  changed  \1#" >&2
echo "Run 'make regen' and commit the result; never edit these files by hand." >&2
exit 1
