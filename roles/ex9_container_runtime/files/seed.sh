#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What only Docker holds: an image and a container; and the form, where there is a workspace to put it. Prints what is missing.
# Usage: seed.sh make|look WORKSPACE ACCOUNT <FORM
set -euo pipefail
mode=$1 workspace=$2 account=$3
labels=(--label app.kubernetes.io/part-of=kcna-lab02 --label app.kubernetes.io/managed-by=kcna.labs
  --label kcna.labs/exercise=ex9 --label kcna.labs/seeded=ex9)

missing() {
  echo "$1"
  [ "$mode" = make ]
}

if ! docker image inspect kcna-cri-proof:v1 >/dev/null 2>&1 && missing 'image kcna-cri-proof:v1'; then
  # the labels make it an image of its own, with an id of its own
  echo 'FROM busybox:latest' | docker build --quiet --tag kcna-cri-proof:v1 "${labels[@]}" - >/dev/null
fi
if ! docker container inspect cri-docker-demo >/dev/null 2>&1 && missing 'container cri-docker-demo'; then
  docker run --detach --name cri-docker-demo "${labels[@]}" busybox:latest sleep infinity >/dev/null
fi
# with the student's own rights, and never over a file that is there
form=$workspace/ex9-answers.yaml
if [ -d "$workspace" ] && [ ! -L "$workspace" ] && [ ! -e "$form" ] && [ ! -L "$form" ] && missing "$form"; then
  # the inner shell expands it
  # shellcheck disable=SC2016
  runuser --user "$account" -- sh -c 'set -C && cat >"$1"' sh "$form"
fi
