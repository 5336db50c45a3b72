#!/bin/sh
# Installs Celery with its Redis client for the tests, from the packages of Debian or Ubuntu, for the system's own Python, and starts nothing.
# Each command is printed before it runs. Fails when it is not there in the end.
set -eu

has_celery() { /usr/bin/python3 -c 'import celery, redis' 2>/dev/null; }

if has_celery; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Celery for the tests is installed only as root, and only with apt-get" >&2
  exit 1
fi

say() {
  echo "\$ $*"
  DEBIAN_FRONTEND=noninteractive "$@" >/dev/null
}

say apt-get update
say apt-get install -y --no-install-recommends celery python3-redis
has_celery
