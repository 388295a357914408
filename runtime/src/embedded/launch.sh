# Runs a program of PostgreSQL apart from ours, and leaves its identity in a file.
# $1: file for the identity ("pid start"); $2: `wait` or `leave`; $3: `path`, or `open` where the folder of data comes
# opened as the standard input, for the program to find as /proc/self/fd/3; then the program and its arguments.
identity=$1
then=$2
data=$3
shift 3
# Descriptors that a shell or a test runner left open would stay open as long as the server runs.
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
if [ "$data" = open ]; then
    exec 3<&0
fi

# Start time of process $1, or nothing where there is no /proc.
started() {
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
    set -- ${stat##*) }
    printf '%s' "${20}"
}

"$@" </dev/null &
program=$!
case $then in
# The shell stays and leads the group of processes, so it stands for all of them.
wait) who=$$ ;;
*) who=$program ;;
esac
printf '%s %s\n' "$who" "$(started "$who")" >"$identity.new" && mv "$identity.new" "$identity" || {
    kill "$program"
    exit 125
}
if [ "$then" = wait ]; then
    wait "$program"
fi
