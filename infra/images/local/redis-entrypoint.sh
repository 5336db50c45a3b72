#!/bin/sh
# Starts Redis as the official image does: arguments that begin with a dash, or a .conf file, are those of redis-server.
set -eu
case ${1:-} in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  chown -R redis:redis /data
  exec setpriv --reuid=redis --regid=redis --clear-groups -- "$0" "$@"
fi
exec "$@"
