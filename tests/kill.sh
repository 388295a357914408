#!/usr/bin/env bash
# Kills the quickstart with `kill -9` at random moments of its run, and looks at what is left of its private server.
#
#   tests/kill.sh [ROUNDS] [FOLDER OF CSV FILES]
#
# Odd rounds begin without data, so that the making of the server's folder is hit as well.
# After each kill, within a minute: no process of the server or of its watchdog, no socket, no shared memory, no lock
# file; and after the last one a whole run succeeds on what is there. The moments are spread over the length of a
# whole run; SEED=n repeats them.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-10}
data=${2:-}
RANDOM=${SEED:-$$}
dir=$(mktemp -d "${TMPDIR:-/tmp}/cormorant kill.XXXXXX")
chmod 755 "$dir"
trap 'rm -rf "$dir"' EXIT
unset DATABASE_URL PG_DATABASE_URL

program=${QUICKSTART:-}
if [ -z "$program" ]; then
    cargo build -q --example quickstart --manifest-path examples/Cargo.toml
    program=${CARGO_TARGET_DIR:-target}/debug/examples/quickstart
fi
run=("$program" --dir "$dir/server")
[ -z "$data" ] || run+=(--data "$data")

millis() { echo $(($(date +%s%N) / 1000000)); }
processes() { pgrep -f -- "$dir/server" || true; }

# Whole runs: without data, and with them.
lengths=()
for _ in 1 2; do
    begun=$(millis)
    "${run[@]}" >"$dir/out" 2>&1
    lengths+=($(($(millis) - begun)))
    while [ -n "$(processes)" ]; do sleep 0.1; done
done
echo "a whole run takes ${lengths[0]} ms, with data ${lengths[1]} ms"

failures=0
for round in $(seq "$rounds"); do
    fresh=$((round % 2))
    [ "$fresh" = 0 ] || rm -rf "$dir/server"
    moment=$((RANDOM % lengths[1 - fresh]))
    "${run[@]}" >"$dir/out" 2>&1 &
    pid=$!
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    kill -9 "$pid" 2>/dev/null && killed=killed || killed="had ended"
    wait "$pid" 2>/dev/null || true
    # What the server says of itself: process, folder of the socket, shared memory.
    lock="$dir/server/data/postmaster.pid"
    server=$(sed -n 1p "$lock" 2>/dev/null || true)
    socket=$(sed -n 5p "$lock" 2>/dev/null || true)
    memory=$(sed -n 7p "$lock" 2>/dev/null | awk '{ print $2 }' || true)
    begun=$(millis)
    while :; do
        left=""
        [ -z "$(processes)" ] || left="processes $(processes | tr '\n' ' ')"
        [ -z "$server" ] || ! kill -0 "$server" 2>/dev/null || left+="server $server "
        [ -z "$socket" ] || [ ! -e "$socket" ] || left+="socket in $socket "
        [ -z "$memory" ] || ! ipcs -m | awk '{ print $2 }' | grep -qx "$memory" || left+="shared memory $memory "
        [ ! -e "$lock" ] || left+="$lock "
        [ ! -e "$dir/server/data.new" ] || left+="data.new "
        [ -n "$left" ] || break
        if [ $(($(millis) - begun)) -gt 60000 ]; then
            failures=$((failures + 1))
            break
        fi
        sleep 0.1
    done
    echo "round $round: $killed after $moment ms; ${left:-nothing} is left after $(($(millis) - begun)) ms"
done

if "${run[@]}" >"$dir/out" 2>&1; then
    echo "the next run succeeds"
else
    failures=$((failures + 1))
    cat "$dir/out"
fi
echo "$failures of $rounds rounds left something behind"
[ "$failures" = 0 ]
