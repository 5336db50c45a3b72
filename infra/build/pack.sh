#!/bin/sh
# Packs the tool LoadLab and the packages beside it into a folder: a feed that `dotnet tool install` can use.
#   infra/build/pack.sh DIR
# Packed twice from the same commit, they are the same byte for byte: neither the time nor a path of this machine is in them.
set -eu

home=$(cd "$(dirname "$0")/../.." && pwd -P)
. "$home/infra/build/dotnet.sh"
case ${1:-} in
  "" | -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac

check_sdk
mkdir -p "$1"
folder=$(cd "$1" && pwd -P)
cd "$home"
for project in src/LoadLab.Sdk src/LoadLab.Sdk.Feeds src/LoadLab.Sdk.Grpc src/LoadLab.Sdk.Redis src/LoadLab.Sdk.Sql src/LoadLab.Sdk.WebSockets src/LoadLab.Testing src/LoadLab.Cli src/LoadLab.Templates; do
  $once "$dotnet" pack "$project" -c Release -o "$folder" -nologo -verbosity:quiet -nodeReuse:false -p:ContinuousIntegrationBuild=true $compiler_server || { stop_compiler_server; exit 1; }
done
stop_compiler_server
