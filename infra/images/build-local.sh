#!/bin/sh
# Builds container images from this machine's own programs, for where no image registry can be reached. Takes seconds.
#   build-local.sh        loadlab-test/postgres, loadlab-test/redis, loadlab/reference-lms, and, where this
#                         machine has them, loadlab-test/smtp (aiosmtpd) and loadlab-test/prometheus
#   build-local.sh NAME … only those: postgres, redis, lms, smtp, prometheus, and what the first form leaves out:
#                         sdk, which is loadlab-test/sdk, a base for infra/images/tool/Dockerfile
# They start like the official images and like infra/images/lms/Dockerfile, and are made for tests: no updates, no shell worth the
# name. DOCKER_HOST says where to. The reference LMS has to be built before: dotnet build -c Release.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
home=$(cd "$here/../.." && pwd -P)
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 0
fi

root= context=
trap 'rm -rf "$root" "$context"' EXIT
trap 'exit 130' INT TERM

fail() {
  echo "error: $1" >&2
  exit 104
}

# A directory tree in which /bin, /sbin and /lib lie in /usr.
begin() {
  rm -rf "$root"
  root=$(mktemp -d)
  mkdir -p "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib" "$root/usr/lib64" "$root/usr/local/bin" "$root/etc" "$root/var/run" "$root/var/tmp"
  mkdir -m 1777 "$root/tmp"
  for link in bin sbin lib lib64; do ln -s "usr/$link" "$root/$link"; done
  printf 'root:x:0:0::/root:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\n' >"$root/etc/group"
}

user() {
  printf '%s:x:999:999::/:/bin/sh\n' "$1" >>"$root/etc/passwd"
  printf '%s:x:999:\n' "$1" >>"$root/etc/group"
}

# A file where it stands here; what lies in /bin, /sbin or /lib goes to /usr.
put() {
  case $1 in /bin/* | /sbin/* | /lib/* | /lib64/*) to=/usr$1 ;; *) to=$1 ;; esac
  if [ ! -e "$root$to" ]; then
    mkdir -p "$root$(dirname "$to")"
    cp -L "$1" "$root$to"
  fi
}

# The shared libraries of programs and libraries.
libraries() {
  for library in $(ldd "$@" 2>/dev/null | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' | sort -u); do put "$library"; done
}

# Programs from PATH with their libraries.
programs() {
  for program in "$@"; do
    path=$(command -v "$program") || fail "'$program' is not on this machine."
    put "$path"
    libraries "$path"
  done
}

# Makes an image of the tree; the arguments after the name are lines of its Dockerfile.
image() {
  name=$1
  shift
  context=$(mktemp -d)
  tar --directory "$root" --create --file "$context/rootfs.tar" .
  printf '%s\n' "FROM scratch" "ADD rootfs.tar /" "$@" >"$context/Dockerfile"
  # The builder that needs no plug-in.
  if ! DOCKER_BUILDKIT=0 docker build --quiet --tag "$name" "$context" >"$context/log" 2>&1; then
    cat "$context/log" >&2
    fail "'$name' could not be built."
  fi
  rm -rf "$context"
  context=
  # A name that does not depend on this machine's versions, for the tests.
  case $name in loadlab-test/*) docker tag "$name" "${name%:*}:local" ;; esac
  echo "built $name"
}

postgres() {
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$bin" ] || fail "there is no /usr/lib/postgresql/*/bin. Run: loadlab setup"
  version=$(basename "$(dirname "$bin")")
  begin
  user postgres
  mkdir -p "$root/usr/lib/postgresql" "$root/usr/share/postgresql" "$root/usr/lib/locale" "$root/docker-entrypoint-initdb.d"
  cp -rL "/usr/lib/postgresql/$version" "$root/usr/lib/postgresql/"
  cp -rL "/usr/share/postgresql/$version" "$root/usr/share/postgresql/"
  rm -rf "$root/usr/share/postgresql/$version/man"
  # initdb makes its clusters in this locale.
  cp -rL /usr/lib/locale/C.utf8 "$root/usr/lib/locale/"
  if [ -d /usr/share/zoneinfo ]; then cp -rL /usr/share/zoneinfo "$root/usr/share/"; fi
  libraries "$bin"/* "/usr/lib/postgresql/$version"/lib/*.so
  programs sh mkdir chown chmod id rm cat sleep mktemp setpriv
  cp "$here/local/postgres-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  image "loadlab-test/postgres:$version" "ENV PATH=$bin:/usr/local/bin:/usr/bin:/bin LANG=C.utf8 PGDATA=/var/lib/postgresql/data" \
    "VOLUME /var/lib/postgresql/data" "EXPOSE 5432" "STOPSIGNAL SIGINT" 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]'
}

redis() {
  version=$(redis-server --version 2>/dev/null | sed -n 's/.* v=\([0-9]*\)\..*/\1/p')
  [ -n "$version" ] || fail "there is no redis-server. Run: loadlab setup"
  begin
  user redis
  mkdir -p "$root/data"
  programs redis-server redis-cli sh chown id setpriv
  cp "$here/local/redis-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  image "loadlab-test/redis:$version" "ENV PATH=/usr/local/bin:/usr/bin:/bin" "WORKDIR /data" "VOLUME /data" "EXPOSE 6379" \
    'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["redis-server"]'
}

lms() {
  . "$home/infra/build/dotnet.sh"
  app=$home/src/LoadLab.ReferenceLms/bin/Release/net10.0
  [ -f "$app/LoadLab.ReferenceLms.dll" ] || fail "the reference LMS is not built. Run: dotnet build -c Release"
  version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$home/Directory.Build.props")
  runtime=$(dirname "$(readlink -f "$dotnet")")
  begin
  user lms
  mkdir -p "$root/app" "$root/storage" "$root/usr/share/dotnet/shared"
  chmod 777 "$root/storage"
  cp -r "$app/." "$root/app/"
  cp "$runtime/dotnet" "$root/usr/share/dotnet/"
  cp -r "$runtime/host" "$root/usr/share/dotnet/"
  for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    mkdir -p "$root/usr/share/dotnet/shared/$framework"
    cp -r "$(ls -d "$runtime/shared/$framework"/10.* | sort -V | tail -n 1)" "$root/usr/share/dotnet/shared/$framework/"
  done
  ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
  libraries "$runtime/dotnet" "$root"/usr/share/dotnet/shared/*/*/*.so
  # Loaded by name at run time.
  for library in /usr/lib/*/libssl.so.3 /usr/lib/*/libcrypto.so.3; do [ ! -e "$library" ] || put "$library"; done
  programs sh
  # For the health check of docker-compose.yml.
  if command -v curl >/dev/null; then programs curl; fi
  image "loadlab/reference-lms:$version" "ENV Lms__Storage__Path=/storage DOTNET_EnableDiagnostics=0" "WORKDIR /app" "USER lms" "EXPOSE 8080" "STOPSIGNAL SIGTERM" \
    'ENTRYPOINT ["dotnet", "LoadLab.ReferenceLms.dll", "--urls", "http://0.0.0.0:8080", "--prepare"]'
}

# The .NET SDK, without F#, its tools for developers, the test host and translations; some five seconds.
sdk() {
  . "$home/infra/build/dotnet.sh"
  install=$(dirname "$(readlink -f "$dotnet")")
  version=$("$dotnet" --version)
  begin
  mkdir -p "$root/usr/share/dotnet/sdk" "$root/root"
  for part in dotnet host shared packs; do cp -r "$install/$part" "$root/usr/share/dotnet/"; done
  cp -r "$install/sdk/$version" "$root/usr/share/dotnet/sdk/"
  (
    cd "$root/usr/share/dotnet/sdk/$version"
    rm -rf FSharp DotnetTools TestHostNetFramework
    for language in de es fr it ja ko pl pt-BR ru tr zh-Hans zh-Hant; do find . -type d -name "$language" -prune -exec rm -rf {} +; done
  )
  ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
  libraries "$install/dotnet" "$root"/usr/share/dotnet/shared/*/*/*.so
  for library in /usr/lib/*/libssl.so.3 /usr/lib/*/libcrypto.so.3; do [ ! -e "$library" ] || put "$library"; done
  programs sh mkdir chmod rm cp cat ls id
  image "loadlab-test/sdk:$version" "ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1"
}

# The system's Python with aiosmtpd, and of its standard library all but what serves developers: 35 MB, and some three seconds.
smtp() {
  python=/usr/bin/python3
  has_smtp || fail "there is no aiosmtpd for $python. Run: loadlab setup"
  stdlib=$("$python" -I -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
  packages=$(dirname "$("$python" -I -c 'import aiosmtpd, os; print(os.path.dirname(aiosmtpd.__file__))')")
  begin
  user smtp
  mkdir -p "$root$(dirname "$stdlib")" "$root$packages"
  cp -rL "$stdlib" "$root$stdlib"
  (cd "$root$stdlib" && rm -rf test tests idlelib lib2to3 ensurepip distutils pydoc_data tkinter turtledemo unittest config-* dist-packages)
  for package in aiosmtpd attr public; do cp -rL "$packages/$package" "$root$packages/"; done
  find "$root/usr" -name __pycache__ -prune -exec rm -rf {} +
  programs "$python"
  libraries "$stdlib"/lib-dynload/*.so
  cp "$here/local/mailpit.py" "$root/mailpit"
  chmod 755 "$root/mailpit"
  image "loadlab-test/smtp:$("$python" -I -c 'import aiosmtpd; print(aiosmtpd.__version__)')" "ENV PATH=/usr/bin" "USER smtp" "EXPOSE 1025" 'ENTRYPOINT ["/mailpit"]'
}

has_smtp() { /usr/bin/python3 -I -c 'import aiosmtpd.main' 2>/dev/null; }

prometheus_image() {
  version=$(prometheus_version)
  [ -n "$version" ] || fail "there is no prometheus on this machine. Debian's package 'prometheus' has it."
  begin
  user nobody
  mkdir -p "$root/prometheus" "$root/etc/prometheus"
  chmod 777 "$root/prometheus"
  programs prometheus promtool
  image "loadlab-test/prometheus:$version" "ENV PATH=/usr/bin:/bin" "WORKDIR /prometheus" "USER nobody" "VOLUME /prometheus" "EXPOSE 9090" \
    'ENTRYPOINT ["prometheus"]' 'CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]'
}

# Its major version; nothing when it is not there.
prometheus_version() { prometheus --version 2>&1 | sed -n 's/^prometheus, version \([0-9]*\)\..*/\1/p'; }

for name in "${@:-all}"; do
  case $name in
    all)
      postgres
      redis
      lms
      if has_smtp; then smtp; fi
      if [ -n "$(prometheus_version)" ]; then prometheus_image; fi
      ;;
    postgres | redis | lms | smtp | sdk) "$name" ;;
    prometheus) prometheus_image ;;
    *) fail "there is no image '$name'. There are: postgres, redis, lms, smtp, prometheus, sdk." ;;
  esac
done
