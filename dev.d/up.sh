# The console on this machine: an engine with demo containers, the embedded identity provider, the console itself.

up() {
    need_dotnet
    need curl docker
    exec 9>"$state/up.lock"
    flock --nonblock 9 || die "already running (process $(cat "$state/up.pid" 2>/dev/null)); './dev down' stops it"
    local port=${RTM_PORT:-5000} idp_port=${RTM_IDP_PORT:-5001}
    [ "$port" != "$idp_port" ] || die "RTM_PORT and RTM_IDP_PORT are both $port"
    free_port "$port" RTM_PORT
    free_port "$idp_port" RTM_IDP_PORT

    pids=() endpoint=
    echo $$ >"$state/up.pid"
    trap 'exit 130' INT TERM HUP
    trap leave EXIT

    say "Building"
    build 9>&-
    say "Preparing the demo containers"
    find_engine 9>&-
    echo "$endpoint" >"$state/up.endpoint"
    demo_up 9>&-

    export ASPNETCORE_ENVIRONMENT=Development
    DevIdp__Url=http://localhost:$idp_port \
        DevIdp__ConsoleUrl=http://localhost:$port/ \
        serve 'sign-in' dev-idp/bin/Debug/net10.0/Rtm.DevIdp.dll
    ASPNETCORE_URLS=http://localhost:$port \
        Rtm__SignIn__Authority=http://localhost:$idp_port/ Rtm__SignIn__ClientId=rtm-console \
        Rtm__History__File=$state/history.db \
        Rtm__Commands__Images__0=docker.io/galaxy-demo Rtm__Commands__Networks__0=galaxy \
        Rtm__Engines__0__Name=local Rtm__Engines__0__Endpoint=$endpoint \
        serve 'console' src/Rtm.Console/bin/Debug/net10.0/Rtm.Console.dll
    await_server sign-in "http://localhost:$idp_port/.well-known/openid-configuration"
    await_server console "http://localhost:$port/"

    printf '\n'
    say "The console is at http://localhost:$port/"
    cat <<TEXT
  user   password   role
  vera   vera       viewer
  otto   otto       operator
  ada    ada        admin
  nora   nora       none
  engine ${private:+(private) }$endpoint
  Ctrl-C ends everything that was started here.

TEXT
    wait -n "${pids[@]}" || true
    die "one of the two has ended; its last words are above"
}

# serve NAME DLL: in the background, each line of its log under its name.
serve() {
    # A session of its own, so that Ctrl-C reaches this script alone and things end in order;
    # and it ends with this script even when that is killed.
    setsid setpriv --pdeathsig TERM dotnet "$2" </dev/null > >(exec setsid sed -u "s/^/$1 | /" 9>&-) 2>&1 9>&- &
    pids+=($!)
}

await_server() {
    local pid end=$((SECONDS + 60))
    until [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' "$2") =~ ^[234] ]]; do
        for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null || die "one of the two ended at its start; its last words are above"; done
        (( SECONDS < end )) || die "waited 60 s for $2, the $1"
        sleep 0.2
    done
}

free_port() {
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || die "port $1 is in use; choose another: $2=… ./dev up"
}

leave() {
    trap '' INT TERM HUP
    local pid
    for pid in ${pids[@]+"${pids[@]}"}; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in ${pids[@]+"${pids[@]}"}; do
        wait_for 10 "process $pid to end" gone_or_ended "$pid" || kill -KILL "$pid" 2>/dev/null || true
    done
    leave_engine
    rm -f "$state/up.pid" "$state/up.endpoint"
}

gone_or_ended() { ! kill -0 "$1" 2>/dev/null; }

leave_engine() {
    endpoint=$(cat "$state/up.endpoint" 2>/dev/null) || return 0
    if [ "$endpoint" = "$(socket_of default)" ]; then
        engine_down default
    else
        demo_remove || echo "dev: the demo containers at $endpoint could not be removed" >&2
    fi
}

down() {
    local pid
    if pid=$(cat "$state/up.pid" 2>/dev/null) && ! flock --nonblock "$state/up.lock" true; then
        kill -TERM "$pid"
        wait_for 40 "./dev up (process $pid) to end" flock --nonblock "$state/up.lock" true || exit 1
    else
        # An 'up' that was killed could not tidy up.
        leave_engine
        rm -f "$state/up.pid" "$state/up.endpoint"
    fi
    engines_down
}
