# Finds the .NET SDK; sourced by the launcher and by test.sh, which set $home. Sets $dotnet or ends with 104.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# No compiler or build server stays behind to share the machine with a measurement.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
# A build may have a compiler server of its own, which ends with it: "$dotnet" build … $compiler_server, then stop_compiler_server.
compiler_server_id=loadlab-$$
compiler_server="-p:UseSharedCompilation=true -p:SharedCompilationId=$compiler_server_id"
# A build, a restore or a format check runs once: what the runtime would learn of their code, to compile it better, costs a third of a build.
once="env DOTNET_TieredPGO=0"
stop_compiler_server() {
  for process in /proc/[0-9]*; do
    case $(tr '\0' ' ' 2>/dev/null <"$process/cmdline" || true) in *VBCSCompiler*"-pipename:$compiler_server_id "*) kill "${process#/proc/}" 2>/dev/null || true ;; esac
  done
}
# A container may have no HOME, and the SDK insists on one.
if [ -z "${HOME:-}" ]; then export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-$home/.loadlab}"; fi

dotnet=
for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/nonexistent}/dotnet" "${HOME:-/nonexistent}/.dotnet/dotnet" \
  /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
  if [ -n "$candidate" ] && [ -x "$candidate" ]; then dotnet=$candidate; break; fi
done

wanted_sdk() { sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$home/global.json"; }

if [ -z "$dotnet" ]; then
  echo "error: the .NET SDK $(wanted_sdk) is missing: there is no 'dotnet' on PATH, in DOTNET_ROOT or in ~/.dotnet." >&2
  echo "  Get it: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 104
fi

# Takes a fifth of a second, so it is asked for before a build only.
check_sdk() {
  if ! (cd "$home" && "$dotnet" --version) >/dev/null 2>&1; then
    echo "error: '$dotnet' has no SDK that global.json accepts: $(wanted_sdk) or a later patch of it is needed. It has:" >&2
    "$dotnet" --list-sdks 2>/dev/null | sed 's/^/  /' >&2
    echo "  Get it: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 104
  fi
}
