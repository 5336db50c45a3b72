#!/bin/sh
# Installs Docker's engine and client for the tests, from the packages of Debian or Ubuntu, and starts nothing. Each command is
# printed before it runs. Ends well when they are there already.
set -eu

if command -v dockerd >/dev/null && command -v docker >/dev/null; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "the Docker engine for the container tests is installed only as root, and only with apt-get" >&2
  exit 1
fi

# Debian starts what it installs, unless this file says no.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi

say() {
  echo "\$ $*"
  DEBIAN_FRONTEND=noninteractive "$@" >/dev/null
}

say apt-get update
say apt-get install -y --no-install-recommends docker.io iptables
# Some releases have the client in a package of its own.
if ! command -v docker >/dev/null; then say apt-get install -y --no-install-recommends docker-cli; fi
