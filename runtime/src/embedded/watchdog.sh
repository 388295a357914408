# Stops a private PostgreSQL server when its last user is gone, however that user went, and leaves nothing behind.
#
# Runs apart from the program that started it, and before anything else, so that a program killed at any moment
# leaves either nothing or a watchdog. Arguments:
run=$1     # folder of this server: clients/, s/ (socket), and the files `watchdog`, `ready`, `keep`, `stop`, `retired`
mode=$2    # its permissions
client=$3  # name of the first client's file: its pid, a dot, something unique
start=$4   # start time of that client, or nothing where there is no /proc
linger=$5  # how many looks without a client are enough
signal=$6  # how the server is asked to stop
scratch=$7 # folder to remove at the end, or nothing

exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
cd /
trap '' HUP INT QUIT
trap ': >"$run/stop"' TERM

# Whether process $1, started at $2, still runs. Without /proc only the pid is compared.
alive() {
    [ -n "$1" ] || return 1
    if [ -z "$2" ]; then
        kill -0 "$1" 2>/dev/null
        return
    fi
    pid_start=$2
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    set -- ${stat##*) }
    [ "${20}" = "$pid_start" ] && [ "$1" != Z ] && [ "$1" != X ]
}

# Whether any client is left. Forgets those that are gone.
used() {
    [ -e "$run/keep" ] && return 0
    for file in "$run"/clients/*; do
        [ -f "$file" ] || continue
        begun=
        { read -r begun <"$file"; } 2>/dev/null
        pid=${file##*/}
        alive "${pid%%.*}" "$begun" && return 0
        rm -f "$file"
    done
    return 1
}

# Takes the identity $1 ("pid start") into $pid and $begun; fails unless that process runs.
identified() {
    pid=${1%% *}
    begun=${1#"$pid"}
    begun=${begun# }
    alive "$pid" "$begun" || return 1
    # Without a start time another process may have the pid by now.
    [ -n "$begun" ] && return 0
    case $(ps -o comm= -p "$pid" 2>/dev/null) in *postgres* | *initdb* | *sh) return 0 ;; esac
    return 1
}

# Waits until the process in $pid and $begun is gone, for at most $1 tenths of a second.
gone() {
    left=$1
    while alive "$pid" "$begun"; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1 || sleep 1
    done
}

stop_server() {
    identity=
    { read -r identity <"$run/s/initdb"; } 2>/dev/null
    # Killed, it would leave shared memory behind; let alone, it is done in a moment.
    if identified "$identity" && ! gone 200; then
        kill -KILL -- "-$pid"
    fi
    if identified "$server"; then
        # Again and again: a server that is just starting ignores it.
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            kill "-$signal" "$pid" && gone 20 && return
        done
        kill -QUIT "$pid" && gone 50 && return
        kill -KILL "$pid" && gone 50
    fi
}

# Someone who finds the folder again would take it for a server's, so its name goes before its contents.
remove_all() {
    [ -z "$scratch" ] || rm -rf -- "$scratch"
    mv -- "$run" "$run.old.$$" 2>/dev/null && rm -rf -- "$run.old.$$"
}

{
    umask 077
    mkdir -p "$run/clients" || exit 1
    chmod "$mode" "$run"
    printf '%s\n' "$start" >"$run/clients/$client"
    begun=
    if { read -r stat <"/proc/$$/stat"; } 2>/dev/null; then
        set -- ${stat##*) }
        begun=${20}
    fi
    printf '%s %s\n' "$$" "$begun" >"$run/watchdog.new" && mv "$run/watchdog.new" "$run/watchdog"
} || exit 1

# The watchdog before this one was killed while it cleared up.
[ -e "$run/retired" ] && : >"$run/stop"
server=
idle=0
looks=0
while :; do
    sleep 0.5 || sleep 1
    looks=$((looks + 1))
    # Cleaners of /tmp remove what is old: stay young.
    if [ $((looks % 1000)) -eq 0 ]; then
        touch -c "$run" "$run"/* "$run"/clients/* "$run"/s/* "$run"/s/.s* 2>/dev/null
    fi
    # Remembered, in case somebody empties /tmp while the server runs.
    { read -r server <"$run/s/server"; } 2>/dev/null
    [ -d "$run" ] && [ ! -e "$run/stop" ] || break
    [ -e "$run/ready" ] && { identified "$server" || break; }
    if used; then
        idle=0
        continue
    fi
    idle=$((idle + 1))
    [ "$idle" -ge "$linger" ] || continue
    # A client writes its file and then looks for `retired`; this writes `retired` and then looks for clients.
    # So one of the two always sees the other.
    : >"$run/retired"
    used || break
    rm -f "$run/retired"
    idle=0
done
{ : >"$run/retired"; } 2>/dev/null
stop_server
remove_all
