#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Pushes kcna-webapp:v1.0 to the registry, unless that holds the application already, removes the name and pulls it back.
set -euo pipefail

source=kcna-webapp:v1.0 name=localhost:5000/kcna-webapp:v1.0 kept=kcna-webapp:kept-by-ex3

# It declares port 5000 and has a user.
is_webapp() {
  docker image inspect --format '{{json .Config.ExposedPorts}} {{.Config.User}}' "$1" 2>/dev/null | grep --quiet '"5000/tcp".* [^ ]\+$'
}

# The image keeps a name throughout, so that containers that use it lose nothing.
mend() {
  docker image inspect "$name" >/dev/null 2>&1 || docker tag "$kept" "$name" 2>/dev/null || true
  docker rmi "$kept" >/dev/null 2>&1 || true
}
trap mend EXIT

had=$(docker image inspect --format '{{.Id}}' "$name" 2>/dev/null || true)
! is_webapp "$name" || source=$had
held=no
if docker pull --quiet "$name" >/dev/null 2>&1 && is_webapp "$name"; then held=yes; fi
# What the registry holds stays: Pods may run from it, and its digest must not move under them.
if [ "$held" = no ]; then
  docker tag "$source" "$name"
  docker push --quiet "$name" >/dev/null
fi
# As long as Docker has the image it keeps the manifest in containerd's store, and would only ask for its digest.
docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$name" | sed -n 's/^localhost:5000\/kcna-webapp@//p' |
  xargs --no-run-if-empty ctr --namespace=moby content rm >/dev/null 2>&1 || true
docker tag "$name" "$kept"
docker rmi "$name" >/dev/null
docker pull --quiet "$name" >/dev/null
docker image inspect kcna-webapp:v1.0 >/dev/null 2>&1 || docker tag "$name" kcna-webapp:v1.0
