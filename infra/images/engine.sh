#!/bin/sh
# A Docker engine of our own for tests: its socket, images and state lie in one directory, and it goes away with who started it.
#   engine.sh run DIR &   runs it; ends when the process that started it ends, or at 'stop'
#   engine.sh wait DIR    waits until it answers, 30 s at most, and prints its address
#   engine.sh stop DIR    ends it and what it runs, and removes DIR
# Containers reach the network by the host's own, or by networks that they make: there is no default bridge, and no rule of the
# host's firewall is touched. Ports are published by Docker's own proxy. Needs root, dockerd and setpriv.
set -eu

usage() { sed -n '2,7s/^# \{0,1\}//p' "$0"; }

case ${1:-} in
  -h | --help) usage; exit 0 ;;
  run | wait | stop) ;;
  *) usage >&2; exit 104 ;;
esac

action=$1
dir=${2:?"error: which directory? engine.sh $1 DIR"}
address=unix://$dir/docker.sock

# Processes that the engine left: containerd and its shims name the directory in their command line.
left_over() { pgrep -f -- "$dir/exec" || true; }

gone_within() {
  tenths=$1
  shift
  while [ "$tenths" -gt 0 ]; do
    "$@" || return 0
    sleep 0.1
    tenths=$((tenths - 1))
  done
  return 1
}

is_running() { [ -f "$dir/docker.pid" ] && kill -0 "$(cat "$dir/docker.pid")" 2>/dev/null; }
has_left_over() { [ -n "$(left_over)" ]; }

run() {
  mkdir -p "$dir"
  chmod 700 "$dir"
  exec setpriv --pdeathsig TERM dockerd --host "$address" --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/docker.pid" \
    --bridge none --iptables=false --ip6tables=false --ip 127.0.0.1 >"$dir/dockerd.log" 2>&1
}

wait_for() {
  tenths=300
  until docker --host "$address" version >/dev/null 2>&1; do
    tenths=$((tenths - 1))
    if [ "$tenths" -le 0 ]; then
      echo "error: no answer from the engine in $dir within 30 s. The end of its log:" >&2
      tail -n 5 "$dir/dockerd.log" >&2 || true
      exit 1
    fi
    sleep 0.1
  done
  echo "$address"
}

stop() {
  if is_running; then
    kill "$(cat "$dir/docker.pid")" 2>/dev/null || true
    gone_within 200 is_running || kill -9 "$(cat "$dir/docker.pid")" 2>/dev/null || true
  fi
  left_over | xargs -r kill 2>/dev/null || true
  gone_within 50 has_left_over || left_over | xargs -r kill -9 2>/dev/null || true
  # An engine that was killed leaves its mounts; the deepest go first.
  awk -v dir="$dir/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l
  rm -rf "$dir"
}

case $action in
  run) run ;;
  wait) wait_for ;;
  stop) stop ;;
esac
