# What every command needs: words to the user, packages, builds, waiting.

state=$PWD/.dev
mkdir -p "$state"

say() { if [ -t 1 ]; then printf '\033[1m%s\033[0m\n' "$*"; else echo "== $*"; fi; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# wait_for SECONDS WHAT command…: until the command succeeds.
wait_for() {
    local seconds=$1 what=$2 end; shift 2
    end=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        (( SECONDS < end )) || { echo "dev: waited ${seconds} s for $what" >&2; return 1; }
        sleep 0.2
    done
}

# need TOOL…: installs the Debian package of each tool that is missing.
need() {
    local tool missing=()
    # A tool may take two packages.
    for tool in "$@"; do has_"${tool//-/_}" || missing+=($(package_of "$tool")); done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "please install what these Debian packages hold, then try again: ${missing[*]}"
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || die "please install as root, then try again: apt-get install ${missing[*]}"
    say "Installing ${missing[*]}"
    as_root apt-get update -q >"$state/apt.log" 2>&1 || die "apt-get update failed: $state/apt.log"
    [[ " ${missing[*]} " != *" postgresql "* ]] || without_cluster
    for tool in glewlwyd docker-registry nginx; do
        [[ " ${missing[*]} " != *" $tool "* ]] || without_service "$tool"
    done
    # Runlevel 1: an installed engine is not started behind the user's back.
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qy --no-install-recommends "${missing[@]}" \
        >>"$state/apt.log" 2>&1 || die "apt-get install failed: $(tail -n 3 "$state/apt.log")"
    for tool in "$@"; do has_"${tool//-/_}" || die "$(package_of "$tool") is installed, but $tool is still missing"; done
}

# Debian's package makes and starts a database of its own unless it is told not to; the tests start theirs.
without_cluster() {
    local settings=/etc/postgresql-common/createcluster.conf
    [ ! -e "$settings" ] || return 0
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qy --no-install-recommends postgresql-common >>"$state/apt.log" 2>&1 \
        || die "apt-get install failed: $(tail -n 3 "$state/apt.log")"
    as_root sed -i -E 's/^#? *create_main_cluster *=.*/create_main_cluster = false/' "$settings"
}

# without_service NAME: Debian's package would run a server of its own at the next boot (the registry's takes port 5000); the tests start theirs.
without_service() {
    local unit=/etc/systemd/system/$1.service
    [ ! -e "$unit" ] && [ ! -L "$unit" ] || return 0
    as_root mkdir -p /etc/systemd/system
    as_root ln -s /dev/null "$unit"
}

package_of() {
    case "$1" in
        engine) echo docker.io ;;
        docker) apt-cache show docker-cli >/dev/null 2>&1 && echo docker-cli || echo docker.io ;;
        compose) echo docker-compose ;;
        busybox) echo busybox-static ;;
        registry) echo docker-registry ;;
        fonts) echo fonts-dejavu-core ;;
        node) echo nodejs ;;
        bridges) echo iproute2 ;;
        # Its other ways to a database bring a database server's client, or can't be set up unasked.
        glewlwyd) echo glewlwyd dbconfig-sqlite3 ;;
        *) echo "$1" ;;
    esac
}

has_curl() { command -v curl >/dev/null; }
has_docker() { command -v docker >/dev/null; }
has_compose() { command -v docker-compose >/dev/null; }
has_engine() { command -v dockerd >/dev/null && { command -v tini || command -v docker-init; } >/dev/null; }
has_bridges() { command -v ip >/dev/null; }
has_busybox() { command -v busybox >/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1; }
has_registry() { command -v docker-registry >/dev/null; }
has_chromium() { command -v chromium >/dev/null; }
has_fonts() { compgen -G '/usr/share/fonts/truetype/*/*.ttf' >/dev/null; }
has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }
has_node() { command -v node >/dev/null; }
has_nginx() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
has_glewlwyd() { command -v glewlwyd >/dev/null && command -v sqlite3 >/dev/null; }
has_systemd() { command -v systemd-analyze >/dev/null; }
has_npm() { command -v npm >/dev/null; }

need_dotnet() {
    command -v dotnet >/dev/null || die "please install the .NET SDK that global.json names, then try again"
}
