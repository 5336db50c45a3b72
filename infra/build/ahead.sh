#!/bin/sh
# Compiles what was built to machine code, in place, so that a command starts sooner and a load's CPU is not the compiler's.
#   infra/build/ahead.sh FOLDER…   output folders of a build
# The code is that of ReadyToRun images: the runtime still compiles anew what is hot. The compiler is the SDK's own, from the package registry; where it cannot
# be had, all stays as it was built and works the same. What was compiled once is kept, by the hash of its assembly.
set -eu

home=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$home/infra/build/dotnet.sh"
case ${1:-} in
  "" | -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac

# Assemblies whose code runs at every start or in every test. The others are compiled when they run: ahead, they would cost more than they save.
is_wanted() {
  case ${1##*/} in
    LoadLab.* | Lms.Scenarios.dll | Acornima.dll | ArchUnitNET.dll | FluentAssertions.dll | Jint.dll | JsonSchema.Net.dll | Mono.Cecil.dll | Npgsql.dll | RESPite.dll | ScottPlot.dll | \
      Spectre.Console*.dll | StackExchange.Redis.dll | System.CommandLine.dll | YamlDotNet.dll | xunit.assert.dll | xunit.core.dll | xunit.execution.dotnet.dll) return 0 ;;
  esac
  return 1
}

as_built() {
  echo "  not compiled ahead of time: $1" >&2
  exit 0
}

command -v sha256sum >/dev/null || as_built "sha256sum is missing"
state=$home/.loadlab/ahead
mkdir -p "$state/images"
project=$home/infra/build/ahead.csproj
$once "$dotnet" restore "$project" -nologo -verbosity:quiet >"$state/restore.log" 2>&1 || as_built "the package of its compiler could not be had; $state/restore.log says why"
compiler=$($once "$dotnet" msbuild "$project" -nologo -nodeReuse:false -getProperty:AheadCompiler)
[ -x "$compiler" ] || as_built "'$compiler' is no program"

# The folder of a shared framework, in the version that programs will run with: the newest of .NET 10.
framework() { "$dotnet" --list-runtimes | sed -n "s|^$1 \(10\.[^ ]*\) \[\(.*\)\]|\2/\1|p" | tail -n 1; }
core=$(framework Microsoft.NETCore.App)
web=$(framework Microsoft.AspNetCore.App)
export compiler core web state

found=$state/found.$$
trap 'rm -f "$found" "$found.images"' EXIT
for folder in "$@"; do
  for file in "$folder"/*.dll; do
    if [ -f "$file" ] && is_wanted "$file"; then sha256sum "$file"; fi
  done
done >"$found"

# Images that stand in place already are no input.
(cd "$state/images" && sha256sum ./*.dll 2>/dev/null || true) | cut -d ' ' -f 1 >"$found.images"
grep -v -F -f "$found.images" "$found" >"$found.new" || true
mv "$found.new" "$found"

# Each once, though it lies in several folders; the largest first, or the last one would be waited for alone.
sort -u -k 1,1 "$found" | while read -r hash file; do
  if [ ! -f "$state/images/$hash.dll" ]; then echo "$(wc -c <"$file") $hash $file"; fi
done | sort -rn | cut -d ' ' -f 2- | tr '\n' '\0' | xargs -0 -P "$(getconf _NPROCESSORS_ONLN)" -n 1 sh -c '
  hash=${1%% *} file=${1#* }
  [ -n "$hash" ] || exit 0
  if "$compiler" "$file" -o "$state/images/$hash.new" -r "$core/*.dll" -r "$web/*.dll" -r "$(dirname "$file")/*.dll" -O --parallelism 1 >"$state/$hash.log" 2>&1; then
    mv "$state/images/$hash.new" "$state/images/$hash.dll"
    rm "$state/$hash.log"
  fi' sh

while read -r hash file; do
  if [ -f "$state/images/$hash.dll" ]; then
    # Whole or not at all, and never into a file that a running program has open.
    cp "$state/images/$hash.dll" "$file.new"
    mv "$file.new" "$file"
    touch "$state/images/$hash.dll"
  fi
done <"$found"
find "$state" -type f -mtime +7 -delete
