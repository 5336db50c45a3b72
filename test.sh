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
echo "building …"
"$dotnet" build LoadLab.sln -c Release -nologo -verbosity:quiet -nodeReuse:false

LOADLAB_HOME=$home
export LOADLAB_HOME
if [ "$setup" = yes ]; then
  "$dotnet" src/LoadLab.Cli/bin/Release/net10.0/LoadLab.Cli.dll setup
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0 broken=0

# The number in an attribute of the <Counters …> of a TRX file.
counter() { sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

for project in tests/*Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  trx=$results/$name.trx
  echo
  echo "== $name"
  "$dotnet" test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$trx" --results-directory "$results" || broken=1
  total=0
  if [ -f "$trx" ]; then total=$(counter "$trx" total); fi
  if [ "${total:-0}" -eq 0 ]; then
    echo "error: $name ran no test." >&2
    broken=1
    continue
  fi

  executed=$(counter "$trx" executed)
  good=$(counter "$trx" passed)
  passed=$((passed + good))
  failed=$((failed + executed - good))
  skipped=$((skipped + total - executed))
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
