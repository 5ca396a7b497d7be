#!/usr/bin/env bash
# Builds the host when its sources have changed, and runs a target: ./build.sh --target Publish. Without arguments: the list of targets.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
[ -t 1 ] || export NO_COLOR=1

# Without a home that it can write to, as users have that a container platform makes up, the SDK does nothing, and NuGet writes into the working directory.
if ! { [ -d "${HOME:-}" ] && [ -w "$HOME" ]; }; then
  export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-$root/artifacts/dotnet/home}"
  export XDG_DATA_HOME="${XDG_DATA_HOME:-$DOTNET_CLI_HOME/.local/share}"
  mkdir -p "$XDG_DATA_HOME"
fi

say() { printf '%s\n' "$*" >&2; }

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# Content and names of everything the host is made of; outputs live below artifacts/, so nothing else is in these folders.
source_hash() {
  local files=sha256sum sum
  command -v sha256sum >/dev/null || files='shasum -a 256'
  # shellcheck disable=SC2086 # two words on purpose
  sum=$(cd "$root" && find build src Directory.Build.props Directory.Packages.props global.json -type f ! -name '.*' -print0 \
    | LC_ALL=C sort -z | xargs -0 $files | sha256)
  printf '%.16s' "$sum"
}

candidates() {
  command -v dotnet || true
  printf '%s\n' "${DOTNET_ROOT:-/nowhere}/dotnet" "${HOME:-/nowhere}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet
}

# The first one that has the SDK of global.json; only asked when something must be built, because asking takes its time.
find_sdk() {
  local dotnet found=''
  while IFS= read -r dotnet; do
    [ -x "$dotnet" ] || continue
    if (cd "$root" && "$dotnet" --version >/dev/null 2>&1); then
      printf '%s' "$dotnet"
      return
    fi
    found="$found $dotnet"
  done < <(candidates)

  local version
  version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")
  if [ -z "$found" ]; then
    say "error MIR9008: No .NET SDK was found on PATH, in DOTNET_ROOT, ~/.dotnet or /usr/share/dotnet; expected $version or a later patch of its feature band."
  else
    say "error MIR9008: No .NET SDK of the feature band of $version was found; looked at:$found."
  fi
  say "  Install it from https://dot.net/download, or: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --version $version"
  return 1
}

# Apart from other builds, which may be running at the same time. Analyzers take half of the time, and what they find is for those who change the sources: the tests build with them.
publish() {
  "$1" publish "$root/build/Build.csproj" -c Release -o "$2" -nologo -v quiet -nodeReuse:false "-p:ArtifactsPath=$root/artifacts/dotnet/host" -p:RunAnalyzers=false "${@:3}"
}

# Into a folder of its own, moved into place when complete: hosts that are running keep theirs, and a kill leaves nothing half done.
build_host() {
  local dotnet=$1 host=$2 reason='the first run takes a minute or two'
  temporary="$2.$$"
  trap 'rm -rf "$temporary"' EXIT
  [ -z "$(find "$root/artifacts/host" -mindepth 2 -maxdepth 2 -name dotnet -print -quit)" ] || reason='its sources have changed'
  say "Building the host ($reason) ..."
  if ! publish "$dotnet" "$temporary" -p:Precompile=true >"$root/artifacts/host/build.log" 2>&1; then
    # Precompiling needs a package that not every feed has; without it the host only starts later.
    rm -rf "$temporary"
    publish "$dotnet" "$temporary" >&2
  fi
  printf '%s\n' "$dotnet" >"$temporary/dotnet"
  mv "$temporary" "$host" 2>/dev/null || rm -rf "$temporary"
  trap - EXIT
  find "$root/artifacts/host" -mindepth 1 -maxdepth 1 -type d -mmin +1440 ! -path "$host" -exec rm -rf {} +
}

host="$root/artifacts/host/$(source_hash)"
if [ ! -f "$host/dotnet" ]; then
  mkdir -p "$root/artifacts/host"
  dotnet=$(find_sdk)
  if command -v flock >/dev/null; then
    exec 9>"$root/artifacts/host/lock"
    flock 9
  fi
  [ -f "$host/dotnet" ] || build_host "$dotnet" "$host"
  exec 9>&-
fi

IFS= read -r dotnet <"$host/dotnet"
[ -x "$dotnet" ] || dotnet=$(find_sdk)
exec "$dotnet" "$host/Mirror.Build.dll" "$@"
