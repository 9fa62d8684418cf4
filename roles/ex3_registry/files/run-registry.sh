#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs local-registry, with the options given. One that a start has made is replaced and what is in it is kept, since
# Pods may run from it already.
set -euo pipefail

run() { docker run --detach --publish 5000:5000 --name local-registry "$@" registry:2 >/dev/null; }

label() { docker inspect --format "{{index .Config.Labels \"$1\"}}" local-registry; }

published() { docker inspect --format '{{range .HostConfig.PortBindings}}{{range .}}{{.HostPort}} {{end}}{{end}}' local-registry; }

if ! docker inspect local-registry >/dev/null 2>&1; then
  run "$@"
elif [ -z "$(label kcna.labs/seeded)" ] && [[ " $(published)" == *" 5000 "* ]]; then
  # a student's own that was stopped
  docker start local-registry >/dev/null
else
  docker rename local-registry local-registry-before
  docker stop --time 1 local-registry-before >/dev/null
  # the anonymous volume with the images belongs to the new container from here on
  if ! run --volumes-from local-registry-before "$@"; then
    docker rm --force local-registry >/dev/null 2>&1 || true
    docker rename local-registry-before local-registry
    docker start local-registry >/dev/null
    exit 1
  fi
  docker rm local-registry-before >/dev/null
fi
for _attempt in $(seq 60); do
  ! curl --silent --fail --output /dev/null --max-time 5 http://localhost:5000/v2/ || exit 0
  sleep 0.5
done
echo "local-registry does not answer on port 5000" >&2
exit 1
