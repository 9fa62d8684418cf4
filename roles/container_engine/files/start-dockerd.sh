#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Start dockerd in a session of its own where no service manager does it. Usage: start-dockerd.sh LOGFILE
set -eu

log=$1
pidfile=/var/run/docker.pid
dockerd=$(command -v dockerd)

# dockerd refuses to start when the pid in a left-over file belongs to anything that lives
if [ -f "$pidfile" ] && [ "$(readlink "/proc/$(cat "$pidfile")/exe")" != "$dockerd" ]; then
    rm -f "$pidfile"
fi

exec start-stop-daemon --start --oknodo --background --pidfile "$pidfile" --output "$log" --exec "$dockerd"
