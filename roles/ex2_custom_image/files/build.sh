#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds kcna-webapp in the workspace $2, with the options that follow: the versions that $1 names ("v1.0 v1.1"), side by
# side, since the second spends its time on pulling its builder. Shows beside v1.0 what is in an image that is built
# without .dockerignore.
set -euo pipefail
versions=" $1 "
cd "$2"
shift 2

app_files() {
  local container
  container=$(docker create "$1")
  docker cp "$container:/app" - | tar --list | sed -n 's#^app/\(.*[^/]\)$#\1#p' | sort
  docker rm "$container" >/dev/null
}

context_size() { wc --bytes | awk '{ printf "%.1f kB\n", $1 / 1000 }'; }

plain() {
  local seeded with without
  seeded=$(docker image inspect --format '{{if index .Config.Labels "kcna.labs/seeded"}}{{.Id}}{{end}}' kcna-webapp:v1.0 2>/dev/null || true)
  tar --create --exclude=./.dockerignore . | docker build --quiet --tag kcna-webapp:ignore-off - >/dev/null
  docker build --quiet --tag kcna-webapp:v1.0 "$@" . >/dev/null
  # what a start has put there goes, unless it has another name or a container uses it
  if [ -n "$seeded" ] && [ "$(docker image inspect --format '{{len .RepoTags}}' "$seeded")" = 0 ]; then
    docker rmi "$seeded" >/dev/null 2>&1 || true
  fi

  without=$({ tar --create --exclude=./.dockerignore . | context_size; app_files kcna-webapp:ignore-off; })
  with=$({ tar --create app.py requirements.txt | context_size; app_files kcna-webapp:v1.0; })
  docker rmi kcna-webapp:ignore-off >/dev/null
  paste <(printf 'without .dockerignore\n%s\n' "$without") <(printf 'with .dockerignore\n%s\n' "$with") |
    awk -F '\t' '{ line = sprintf("%-36s %s", $1, $2); sub(/ +$/, "", line); print line }'
}

multistage() { docker build --quiet --file Dockerfile.multistage --tag kcna-webapp:v1.1 "$@" . >/dev/null; }

second=
if [[ $versions == *' v1.1 '* ]]; then
  multistage "$@" &
  second=$!
fi
first=0
if [[ $versions == *' v1.0 '* ]]; then
  # in a process of its own, in which the first error ends it
  plain "$@" &
  wait "$!" || first=$?
fi
[ -z "$second" ] || wait "$second"
exit "$first"
