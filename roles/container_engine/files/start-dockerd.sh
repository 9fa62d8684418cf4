#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Start dockerd in a session of its own where no service manager does it. Usage: start-dockerd.sh LOGFILE
set -eu

log=$1
pidfile=/var/run/docker.pid
dockerd=$(command -v dockerd)

# Of two that start at once the later one would take the socket away from the earlier one, and end.
exec 9>/run/kcna-labs-dockerd.lock
flock 9

# dockerd refuses to start when the pid in a left-over file belongs to anything that lives
if [ -f "$pidfile" ] && [ "$(readlink "/proc/$(cat "$pidfile")/exe")" != "$dockerd" ]; then
    rm -f "$pidfile"
fi

start-stop-daemon --start --oknodo --background --pidfile "$pidfile" --output "$log" --exec "$dockerd" 9>&-

# Once its pid is known, the next one finds it; one that does not come up says so in its log.
for _ in $(seq 50); do
    [ ! -s "$pidfile" ] || break
    sleep 0.2
done
