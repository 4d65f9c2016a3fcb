# Which Docker Engine to use, and private ones under .dev/engine/.

engines=$state/engine

engine() {
    case "${1:-status}" in
        up) engine_up "${2:-default}"; echo "DOCKER_HOST=$(socket_of "${2:-default}")" ;;
        down) if [ -n "${2:-}" ]; then engine_down "$2"; else engines_down; fi ;;
        status) engines_status ;;
        *) die "engine up|down [NAME], or engine status" ;;
    esac
}

socket_of() { echo "unix://$engines/$1/docker.sock"; }

answers() { timeout 5 docker --host "$1" version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Sets $endpoint, and $private to a name when the engine is ours to stop.
find_engine() {
    need docker
    private=
    for endpoint in "${DOCKER_HOST:-}" unix:///var/run/docker.sock; do
        if [ -n "$endpoint" ] && answers "$endpoint"; then return 0; fi
    done
    private=default
    engine_up "$private"
    endpoint=$(socket_of "$private")
}

# The supervisor's process, if it is alive and really ours: process ids are used again.
supervisor_of() {
    local pid
    pid=$(cat "$engines/$1/supervisor" 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "private-engine $engines/$1 " && echo "$pid"
}

engine_up() {
    local name=$1 dir=$engines/$1 options=()
    [[ $name =~ ^[a-z0-9][a-z0-9-]*$ ]] || die "an engine's name is of lower-case letters, digits and hyphens: $name"
    need engine docker bridges
    if supervisor_of "$name" >/dev/null; then
        wait_for 30 "the engine '$name'" answers "$(socket_of "$name")"
        return
    fi
    [ "$(id -u)" = 0 ] || { sudo -v; options=(--group "$(id -gn)"); }
    mkdir -p "$dir"
    # A session of its own: Ctrl-C is for the console, and the engine is stopped after it.
    as_root setsid bash -c 'echo $$ >"$1/supervisor"; exec dev.d/private-engine "$@"' engine "$dir" ${options[@]+"${options[@]}"} \
        >"$dir/supervisor.log" 2>&1 </dev/null &
    disown
    if ! wait_for 30 "the engine '$name' (its words: $dir/log)" answers "$(socket_of "$name")"; then
        cat "$dir/supervisor.log" >&2
        tail -n 5 "$dir/log" >&2
        engine_down "$name"
        exit 1
    fi
}

engine_down() {
    local pid
    if pid=$(supervisor_of "$1"); then
        as_root kill -TERM "$pid"
        wait_for 20 "the engine '$1' to stop" gone "$pid" || as_root kill -KILL "$pid"
    fi
    rm -f "$engines/$1/supervisor"
}

gone() { [ ! -d "/proc/$1" ]; }

engines_down() {
    local dir
    for dir in "$engines"/*/; do [ ! -d "$dir" ] || engine_down "$(basename "$dir")"; done
}

engines_status() {
    local dir name
    for dir in "$engines"/*/; do
        [ -d "$dir" ] || { echo "no private engine"; return; }
        name=$(basename "$dir")
        if supervisor_of "$name" >/dev/null; then echo "$name: running, $(socket_of "$name")"; else echo "$name: stopped"; fi
    done
}
