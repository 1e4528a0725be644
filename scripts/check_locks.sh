#!/usr/bin/env bash
# Proves that the lock files pin by version and hash only: no address of an index, no path of somebody's machine.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0
for lock in requirements/*.lock; do
  # Options (--index-url, --find-links, -e), addresses, direct references and absolute paths; hashes are indented.
  if grep -nE '^-|://|file:|^[^#]* @ |(^|[[:space:]])~?/[[:alnum:]]' "$lock" >&2; then
    echo "$lock: the lines above hold an option, an address or a path" >&2
    status=1
  fi
  if grep -nE '^[[:alnum:]]' "$lock" | grep -vE '^[0-9]+:[[:alnum:]._-]+(\[[^]]*\])?==[^ ]+ (;.* )?\\$' >&2; then
    echo "$lock: the lines above are not pinned by version and hash" >&2
    status=1
  fi
done
[ $status = 0 ] || echo "Make the lock files with 'make lock'." >&2
exit $status
