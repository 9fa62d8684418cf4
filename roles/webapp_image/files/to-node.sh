#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Brings kcna-webapp:v1.0 to the node's image store for the start of exercise $1, unless $2 is "look".
set -euo pipefail

name=docker.io/library/kcna-webapp:v1.0
copy=kcna-webapp:node
on_node() { ctr --namespace=k8s.io images "$@" >/dev/null; }

[ -z "$(ctr --namespace=k8s.io images list --quiet "name==$name")" ] || exit 0
echo "$name is missing"
[ "$2" != look ] || exit 0

# An image of its own, equal but for a label: what was once pulled with a Secret (exercise 4) the kubelet of 1.36 gives
# to nobody without that Secret, whatever name it has.
trap 'docker rmi "$copy" >/dev/null 2>&1 || true' EXIT
printf 'FROM kcna-webapp:v1.0\nLABEL kcna.labs/node=%s\n' "$1" | docker build --quiet --tag "$copy" - >/dev/null
docker save "$copy" | on_node import -
on_node tag "docker.io/library/$copy" "$name"
on_node rm "docker.io/library/$copy"
on_node label "$name" "kcna.labs/seeded=$1"
