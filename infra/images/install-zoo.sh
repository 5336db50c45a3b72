#!/bin/sh
# Installs the servers that the tests of foreign backends start: nginx and pgbouncer from Debian or Ubuntu, and Parse Server from npm, at this
# version, into a cache of its own. Starts none of them. Each command is printed before it runs. Fails when something is not there in the end.
#   LOADLAB_ZOO   where Parse Server goes; default: ~/.cache/loadlab-zoo
set -eu

parse_server=7.5.3
zoo=${LOADLAB_ZOO:-${XDG_CACHE_HOME:-$HOME/.cache}/loadlab-zoo}

say() {
  echo "\$ $*"
  DEBIAN_FRONTEND=noninteractive "$@" >/dev/null
}

missing=
for server in nginx pgbouncer; do
  if ! command -v "$server" >/dev/null && ! [ -x "/usr/sbin/$server" ]; then missing="$missing $server"; fi
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$missing for the tests is installed only as root, and only with apt-get" >&2
    exit 1
  fi
  # Debian's packages start what they install; the tests start servers of their own.
  policy=/usr/sbin/policy-rc.d
  made=
  if ! [ -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    made=yes
  fi
  trap 'if [ -n "$made" ]; then rm -f "$policy"; fi' EXIT
  say apt-get update
  # shellcheck disable=SC2086
  say apt-get install -y --no-install-recommends $missing
fi

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "Node and npm, version 18, 20 or 22, are not installed: no Parse Server and no misbehaving server for the tests" >&2
  exit 1
fi
installed=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$zoo/node_modules/parse-server/package.json" 2>/dev/null || true)
if [ "$installed" != "$parse_server" ]; then
  mkdir -p "$zoo"
  printf '{"private": true, "dependencies": {"parse-server": "%s"}}\n' "$parse_server" >"$zoo/package.json"
  say npm install --prefix "$zoo" --omit=dev --ignore-scripts --no-audit --no-fund
fi
