#!/bin/sh
# Builds everything and runs every test project. The last line adds them all up: "N passed, N failed, N skipped".
#   ./test.sh           with what is installed
#   ./test.sh --setup   installs first what the tests need, printing each command
set -eu

home=$(cd "$(dirname "$0")" && pwd -P)
cd "$home"
. infra/build/dotnet.sh

setup=no
for argument in "$@"; do
  case $argument in
    --setup) setup=yes ;;
    -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "error: unknown option '$argument'. There is: --setup" >&2; exit 104 ;;
  esac
done

check_sdk
results=$(mktemp -d)
# What the tests leave behind is found in a temporary directory of their own; servers of another user must reach it.
scratch=$(mktemp -d)
chmod 1777 "$scratch"
engine= installing= beside=
cleanup() {
  stop_compiler_server
  for process in $installing $beside; do kill "$process" 2>/dev/null || true; done
  if [ -n "$engine" ]; then infra/images/engine.sh stop "$engine"; fi
  rm -rf "$results" "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Packages come over the network while the compiler works.
install() {
  infra/images/install-celery.sh || echo "  the tests with Celery workers will be skipped"
  infra/images/install-zoo.sh || echo "  the tests with foreign backends that are missing will be skipped"
  infra/images/install-engine.sh || echo "  the container tests will be skipped"
}
if [ "$setup" = yes ]; then
  install >"$results/install.log" 2>&1 &
  installing=$!
fi

echo "building …"
$once "$dotnet" build LoadLab.sln -c Release -nologo -verbosity:quiet -nodeReuse:false $compiler_server
stop_compiler_server
output=bin/Release/net10.0
infra/build/ahead.sh src/LoadLab.Cli/$output src/LoadLab.ReferenceLms/$output tests/*/$output

LOADLAB_HOME=$home
export LOADLAB_HOME

# Tests that measure nothing start hundreds of short programs: the runtime keeps no profile of their code and compiles anew only what is called 256 times
# (a fifth of their CPU). What is started by those that measure runs as users have it: see NothingBeside.
short_programs="env DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=100"

# Runs one project, by the words that follow: its assembly, because a project would be evaluated for seconds first. Its counts are in its TRX file; a host
# that crashed says so by its exit code, whatever the file has.
run_project() {
  name=$(basename "$1" .csproj)
  assembly=$(dirname "$1")/$output/$name.dll
  shift
  echo
  echo "== $name"
  TMPDIR=$scratch "$@" "$dotnet" test "$assembly" --nologo --logger "trx;LogFileName=$results/$name.trx" --results-directory "$results" || touch "$results/$name.broken"
}

# The unit tests measure nothing and need nothing that is installed: they run beside what is waited for, and then beside those integration tests that do not
# measure either. These wait until the file of LOADLAB_TEST_BESIDE is gone before they measure.
unit=tests/LoadLab.Tests/LoadLab.Tests.csproj
integration=tests/LoadLab.IntegrationTests/LoadLab.IntegrationTests.csproj
LOADLAB_TEST_BESIDE=$results/unit.running
export LOADLAB_TEST_BESIDE
if [ -f "$unit" ]; then
  : >"$LOADLAB_TEST_BESIDE"
  { run_project "$unit" nice $short_programs; rm -f "$LOADLAB_TEST_BESIDE"; } >"$results/unit.log" 2>&1 &
  beside=$!
fi

if [ "$setup" = yes ]; then
  wait "$installing" || true
  installing=
  cat "$results/install.log"
  "$dotnet" src/LoadLab.Cli/bin/Release/net10.0/LoadLab.Cli.dll setup
fi

# The container tests get an engine of their own, or the reason why there is none.
missing=
if [ -n "${LOADLAB_TEST_DOCKER_HOST:-}" ]; then
  echo "container tests use the engine at $LOADLAB_TEST_DOCKER_HOST"
elif ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
  missing="no Docker engine is installed (dockerd and docker); ./test.sh --setup installs them on Debian and Ubuntu"
elif [ "$(id -u)" -ne 0 ]; then
  missing="an engine of our own needs root; LOADLAB_TEST_DOCKER_HOST may name another one"
else
  echo "starting a Docker engine and building images …"
  engine=$(mktemp -d)
  infra/images/engine.sh run "$engine" &
  if LOADLAB_TEST_DOCKER_HOST=$(infra/images/engine.sh wait "$engine") && DOCKER_HOST=$LOADLAB_TEST_DOCKER_HOST infra/images/build-local.sh; then
    export LOADLAB_TEST_DOCKER_HOST
  else
    unset LOADLAB_TEST_DOCKER_HOST
    missing="the Docker engine or its images could not be made; the lines above say why"
  fi
fi
if [ -n "$missing" ]; then
  echo "container tests are skipped: $missing"
  LOADLAB_TEST_DOCKER_MISSING=$missing
  export LOADLAB_TEST_DOCKER_MISSING
fi
passed=0 failed=0 skipped=0 broken=0

# The number in an attribute of the <Counters …> of a TRX file.
counter() { sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

add_up() {
  trx=$results/$1.trx
  if [ -f "$results/$1.broken" ]; then broken=1; fi
  total=0
  if [ -f "$trx" ]; then total=$(counter "$trx" total); fi
  if [ "${total:-0}" -eq 0 ]; then
    echo "error: $1 ran no test." >&2
    broken=1
    return
  fi

  executed=$(counter "$trx" executed)
  good=$(counter "$trx" passed)
  passed=$((passed + good))
  failed=$((failed + executed - good))
  skipped=$((skipped + total - executed))
}

# Nothing runs beside the others: they measure.
if [ -f "$integration" ]; then run_project "$integration" $short_programs; fi
if [ -n "$beside" ]; then
  wait "$beside" || true
  beside=
  cat "$results/unit.log"
fi
for project in tests/*Tests/*.csproj; do
  if [ "$project" != "$unit" ] && [ "$project" != "$integration" ]; then run_project "$project"; fi
  add_up "$(basename "$project" .csproj)"
done

# What a test has left is a fault of ours: directories, processes, containers, networks, volumes.
left=$(find "$scratch" -maxdepth 1 -name 'loadlab*')
for process in /proc/[0-9]*; do
  command=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline") || continue
  case $command in *"$scratch"*) left="$left
process ${process#/proc/}: $command" ;; esac
done
if [ -n "${LOADLAB_TEST_DOCKER_HOST:-}" ]; then
  left=$left$(docker --host "$LOADLAB_TEST_DOCKER_HOST" ps --all --filter label=loadlab.stack --format '
container {{.Names}} ({{.Image}}, {{.Status}})')
  left=$left$(docker --host "$LOADLAB_TEST_DOCKER_HOST" network ls --filter label=loadlab.stack --format '
network {{.Name}}')
fi
if [ -n "$engine" ]; then
  left=$left$(docker --host "$LOADLAB_TEST_DOCKER_HOST" volume ls --format '
volume {{.Name}}')
fi
if [ -n "$left" ]; then
  echo "error: the tests have left behind: $left" >&2
  broken=1
fi

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
