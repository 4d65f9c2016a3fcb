# Format check, build and both suites. However it ends, the last line tells the counts and the exit code agrees.

passed=0 failed=0 skipped=0 suite=

run_tests() {
    local which=${1:-all}
    [[ $which =~ ^(all|unit|e2e)$ ]] || die "./dev test, ./dev test unit or ./dev test e2e"
    results=$(mktemp -d "${TMPDIR:-/tmp}/rtm-test-XXXXXX")
    trap 'close_test_run $?' EXIT
    trap '[ -z "$suite" ] || kill -TERM "$suite"; exit 130' INT TERM HUP

    need_dotnet
    need curl
    [ "$which" = unit ] || need engine docker compose bridges busybox registry postgresql chromium fonts node npm nginx glewlwyd systemd
    say "Building"
    build
    if [ "$which" = all ]; then
        say "Checking the format"
        dotnet format Rtm.Console.sln --verify-no-changes --no-restore || fail "the format check"
    fi
    [ "$which" = e2e ] || run_suite Unit 15m
    [ "$which" = unit ] && return
    install_oidc_provider
    # One after the other: a browser drops what it is loading whenever a network comes or goes on its machine.
    run_suite E2E 20m -namespace- 'Rtm.E2E.Tests.Browser*'
    run_suite E2E 20m -namespace 'Rtm.E2E.Tests.Browser*'
}

# No compiler is left running in the background.
build() { dotnet build Rtm.Console.sln --disable-build-servers -v quiet --nologo "$@"; }

install_oidc_provider() {
    npm ci --prefix tests/E2E/oidc-provider --no-audit --no-fund --loglevel error
}

fail() { echo "dev: failed: $1" >&2; failed=$((failed + 1)); }

# run_suite NAME LIMIT [filter…]: adds its counts; a suite that dies or runs nothing is a failure too.
run_suite() {
    local name=$1 limit=$2 report status=0; shift 2
    report=$(mktemp "$results/$name-XXXX.xml")
    say "Running the $name suite $*"
    # Engines and browsers keep their files under TMPDIR, which goes away with the results.
    TMPDIR=$results timeout --kill-after=30 "$limit" \
        "tests/$name/bin/Debug/net10.0/Rtm.$name.Tests" -noLogo -noColor -longRunning 60 -result-xml "$report" "$@" </dev/null &
    # In the background, so that a signal is heard at once.
    suite=$!
    wait "$suite" || status=$?
    suite=
    [ "$status" != 124 ] || echo "dev: the $name suite took longer than $limit" >&2
    if [ ! -s "$report" ]; then
        fail "the $name suite ended with $status and without a report"
        return
    fi
    local suite_failed=$(($(counted failed) + $(counted errors)))
    passed=$((passed + $(counted passed)))
    failed=$((failed + suite_failed))
    skipped=$((skipped + $(counted skipped)))
    [ "$(counted total)" != 0 ] || fail "the $name suite ran no test"
    [ "$status" = 0 ] || [ "$suite_failed" != 0 ] || fail "the $name suite ended with $status"
}

# counted WHAT: a number of the report of the suite that is running.
counted() { grep -o '<assembly [^>]*>' "$report" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | grep . || echo 0; }

close_test_run() {
    local status=$1
    trap '' INT TERM HUP
    # Engines end when the suite that started them does; give the last one time to.
    wait_for 25 "the test engines to stop" no_engine_of_the_tests || fail "stopping the test engines"
    rm -rf "$results"
    [ "$status" = 0 ] || [ "$failed" != 0 ] || fail "the run ended with $status before it was complete"
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] || exit 1
    exit 0
}

no_engine_of_the_tests() { ! cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | grep -qF "private-engine $results"; }

bench() {
    need_dotnet
    need engine docker bridges busybox chromium fonts
    [ -d bench ] && compgen -G 'bench/*.csproj' >/dev/null || die "there is no project in bench/"
    # An engine of its own: nothing else's containers or events in the numbers.
    trap 'engine_down bench' EXIT
    trap 'exit 130' INT TERM HUP
    # Emptied: what an earlier run left would be in the numbers.
    engine_down bench
    as_root rm -rf "$engines/bench"
    engine_up bench
    DOCKER_HOST=$(socket_of bench) dotnet run -c Release --project bench -- "$@"
}
