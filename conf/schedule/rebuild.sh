#!/usr/bin/env bash
# Adds what is new in a corpus to a memory, promotes the release if it keeps the limits of its gate, and removes old
# releases. cron, systemd and Airflow call it, beside this file:
#
#   conf/schedule/rebuild.sh CONFIG MEMORY [SPARK-SUBMIT-OPTION...]
#
# CONFIG has the settings of laplacian, such as conf/cluster-laplacian.conf; its output is MEMORY. KEEP releases stay (10).
# Standard output is the log of the commands. Standard error has one line, and only if the memory was not promoted or not
# pruned. The exit code is that of the command: 1 for a failure or a release that the gate kept, 2 for wrong settings,
# unusable input, or a rebuild that still runs, also on another machine.
refuse() {
  printf 'rebuild: %s\n' "$1" >&2
  exit 2
}

# Runs a command of bin/tauspark. Whoever stops this script stops the command, which gives back its lease on the memory.
tauspark() {
  local job tee reason status=0
  exec 3> >(tee "$said")
  tee=$!
  "$root/bin/tauspark" "$@" "${options[@]}" >&3 2>&1 </dev/null &
  job=$!
  exec 3>&-
  trap 'kill -TERM "$job" 2>/dev/null' INT TERM HUP
  while :; do
    wait "$job"
    status=$?
    kill -0 "$job" 2>/dev/null || break
  done
  wait "$tee"
  ((status > 0)) || return 0
  # A signal to this script is a failure like any other.
  ((status <= 2)) || status=1
  # The limits of the gate that were broken, or else the last line.
  reason=$(sed -n '/kept, but not promoted:$/,/^see /s/^  *//p' "$said" | paste -s -d ';' -)
  reason=${reason:-$(tail -n 1 "$said")}
  printf 'rebuild: %s %s, %s ended with exit code %s: %s\n' "$memory" "$otherwise" "$1" "$status" "$reason" >&2
  exit "$status"
}

(($# >= 2)) || refuse 'usage: rebuild.sh CONFIG MEMORY [SPARK-SUBMIT-OPTION...]'
config=$1 memory=$2
shift 2
options=()
(($# == 0)) || options=(--spark "$@")
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
said=$(mktemp) || refuse 'no place for a temporary file'
trap 'rm -f "$said"' EXIT

otherwise='was not promoted'
tauspark laplacian --config "$config" --set update=true --set "output=$memory"
otherwise='was promoted, but not pruned'
tauspark releases prune --set "memory=$memory" --set "keep=${KEEP:-10}"
