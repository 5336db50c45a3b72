#!/bin/sh
# Installs Docker's engine and client, Compose, Prometheus and Alertmanager for the tests, from the packages of Debian or Ubuntu, and starts nothing.
# Each command is printed before it runs. What is there already stays as it is. Fails when there is no engine in the end: Compose,
# Prometheus and Alertmanager are needed by a few tests only, which are skipped without them.
set -eu

has() { command -v "$1" >/dev/null; }
has_engine() { has dockerd && has docker; }
has_compose() { has docker-compose || docker compose version >/dev/null 2>&1; }

if has_engine && has_compose && has promtool && has amtool; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! has apt-get; then
  echo "Docker, Compose, Prometheus and Alertmanager for the tests are installed only as root, and only with apt-get" >&2
  has_engine
  exit
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

add() { say apt-get install -y --no-install-recommends "$@"; }

if ! say apt-get update; then
  has_engine
  exit
fi
# One command for all: each of them would cost seconds of its own.
wanted=
if ! has_engine; then wanted="docker.io iptables"; fi
if ! has_compose; then wanted="$wanted docker-compose"; fi
if ! has promtool; then wanted="$wanted prometheus"; fi
if ! has amtool; then wanted="$wanted prometheus-alertmanager"; fi
# shellcheck disable=SC2086 # a list of words
if ! add $wanted && ! has_engine; then add docker.io iptables; fi
# Some releases have the client in a package of its own.
if ! has docker; then add docker-cli; fi
has_engine
