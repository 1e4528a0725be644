#!/usr/bin/env bash
# Resolves pyproject.toml and requirements/*.in into the lock files, for every platform and Python from 3.11 on.
# Keeps the versions already locked wherever they still fit; with --upgrade takes the newest of everything.
set -euo pipefail
cd "$(dirname "$0")/.."

upgrade=()
case ${1:-} in
  --upgrade) upgrade=(--upgrade) ;;
  "") ;;
  *) echo "usage: scripts/lock.sh [--upgrade]" >&2; exit 2 ;;
esac

scripts/venv.sh .cache/resolver requirements/resolver.lock
compile() {
  echo "Locking ${*: -1} ..." >&2
  .cache/resolver/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --python "${PYTHON:-python3}" ${upgrade[@]+"${upgrade[@]}"} "${@:1:$#-1}" --output-file "${*: -1}"
}

compile requirements/resolver.in requirements/resolver.lock
compile requirements/generator.in requirements/generator.lock
compile pyproject.toml requirements/build.in --extra server --constraints requirements/held.in requirements/server.lock
# Held to server.lock, so that one environment can serve `make demo` and `make test`.
compile pyproject.toml requirements/build.in --extra dev --constraints requirements/server.lock requirements/dev.lock
scripts/check_locks.sh
