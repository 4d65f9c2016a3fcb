# Demo images, the network and containers in states worth looking at, from busybox alone.
# Everything made here carries com.galaxy.demo=true, and only what carries it is ever removed.

demo=com.galaxy.demo=true
demo_image=galaxy-demo/game-engine

on_engine() { docker --host "$endpoint" "$@"; }

demo_up() {
    need busybox
    demo_remove_containers
    local tag
    for tag in 1.8.3 1.9.0; do
        case "$(on_engine image inspect --format '{{index .Config.Labels "com.galaxy.demo"}}' "$demo_image:$tag" 2>/dev/null)" in
            true) ;;
            *) ! on_engine image inspect "$demo_image:$tag" >/dev/null 2>&1 || die "there is an image $demo_image:$tag that is not the demo's"
                demo_make_image "$tag" ;;
        esac
    done
    on_engine network inspect galaxy >/dev/null 2>&1 || on_engine network create --label "$demo" galaxy >/dev/null

    demo_run galaxy-game-1041 1.9.0 1041 --health-cmd 'wget -q -O /dev/null http://127.0.0.1:8080/' --health-interval 5s
    demo_run galaxy-game-1042 1.9.0 1042 --health-cmd 'wget -q -O /dev/null http://127.0.0.1:8080/turn' --health-interval 2s --health-retries 1
    demo_run galaxy-game-1043 1.9.0 1043 -- 'echo "game 1043: victory, shutting down"; exit 0'
    demo_run galaxy-game-1044 1.8.3 1044 -- 'echo "game 1044: turn 88: save file is corrupt" >&2; exit 3'
    demo_run galaxy-game-1045 1.8.3 1045 --memory 16m -- 'echo "game 1045: simulating 4000 planets"; head -c 200m /dev/zero | tail; code=$?; sleep 1; exit $code'
    demo_run galaxy-game-1046 1.8.3 1046 --restart always -- 'echo "game 1046: no such map: orion-7" >&2; sleep 1; exit 1'
    demo_create galaxy-game-1047 1.9.0 1047
    # Somebody else's: the console must not show it.
    on_engine run --detach --stop-timeout 1 --label "$demo" --name galaxy-metrics "$demo_image:1.9.0" >/dev/null
}

# demo_run NAME TAG GAME [options…] [-- shell command]
demo_run() {
    demo_create "$@"
    on_engine start "$1" >/dev/null
}

demo_create() {
    local name=$1 tag=$2 game=$3 options=(); shift 3
    while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
    [ $# = 0 ] || shift
    on_engine create --name "$name" --hostname "$name" --network galaxy --network-alias "$name" --stop-timeout 1 \
        --label "$demo" --label com.galaxy.owner=rtmanager --label "com.galaxy.game=$game" --label "com.galaxy.engine-version=$tag" \
        --env "GAME_ID=$game" --env GAME_STATE_PATH=/var/lib/game \
        --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 \
        ${options[@]+"${options[@]}"} "$demo_image:$tag" ${1:+sh -c "$1"} >/dev/null ||
        die "the demo container $name could not be made; if one of that name is yours, './dev up' leaves it alone"
}

# The game engine of the demo: answers on 8080 and says so.
demo_make_image() {
    local root applet
    root=$(mktemp -d)
    mkdir -p "$root/bin" "$root/tmp" "$root/srv"
    cp "$(command -v busybox)" "$root/bin/busybox"
    for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"; done
    echo "galaxy game engine $1" >"$root/srv/index.html"
    tar -C "$root" -c . | on_engine import \
        --change 'CMD ["sh", "-c", "echo listening on 8080; exec httpd -f -v -p 8080 -h /srv"]' --change 'EXPOSE 8080' \
        --change "LABEL $demo" --change "LABEL org.opencontainers.image.version=$1" - "$demo_image:$1" >/dev/null
    rm -rf "$root"
}

demo_remove_containers() {
    local ids
    ids=$(on_engine ps -aq --filter "label=$demo")
    [ -z "$ids" ] || on_engine rm --force --volumes $ids >/dev/null
}

# The network and the images stay while somebody else's container uses them.
demo_remove() {
    demo_remove_containers
    local network
    network=$(on_engine network ls -q --filter "label=$demo")
    [ -z "$network" ] || on_engine network rm $network >/dev/null 2>&1 || true
    local images
    images=$(on_engine image ls -q --filter "label=$demo" | sort -u)
    [ -z "$images" ] || on_engine image rm $images >/dev/null 2>&1 || true
}
