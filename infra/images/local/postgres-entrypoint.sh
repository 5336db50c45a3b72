#!/bin/sh
# Starts Postgres as the official image does: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, PGDATA, and *.sql in /docker-entrypoint-initdb.d.
set -eu
export PGDATA="${PGDATA:-/var/lib/postgresql/data}"
if [ "${1#-}" != "$1" ]; then set -- postgres "$@"; fi
if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$0" "$@"
fi
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -z "${POSTGRES_PASSWORD:-}" ]; then
    echo "error: POSTGRES_PASSWORD is not set." >&2
    exit 1
  fi
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  words=$(mktemp)
  printf '%s' "$POSTGRES_PASSWORD" >"$words"
  initdb --username="$user" --pwfile="$words" --encoding=UTF8 --auth-host=scram-sha-256 --auth-local=trust
  rm "$words"
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  # Nobody may reach it over TCP before it is whole.
  pg_ctl --options="-c listen_addresses='' -c unix_socket_directories=/var/run/postgresql" --wait start
  if [ "$database" != postgres ]; then createdb --host=/var/run/postgresql --username="$user" "$database"; fi
  for file in /docker-entrypoint-initdb.d/*.sql; do
    if [ -f "$file" ]; then
      psql --no-psqlrc --set=ON_ERROR_STOP=1 --host=/var/run/postgresql --username="$user" --dbname="$database" --file="$file"
    fi
  done
  pg_ctl --mode=fast --wait stop
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
fi
exec "$@"
