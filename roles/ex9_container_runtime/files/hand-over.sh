#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Give Docker's image to the node's runtime, unless it has that very image. Prints what is missing.
# Usage: hand-over.sh make|look
set -euo pipefail
image=kcna-cri-proof:v1
wanted=$(docker image inspect --format '{{.Id}}' "$image" 2>/dev/null || true)
present=$(crictl inspecti --output json "docker.io/library/$image" 2>/dev/null | jq -r .status.id || true)
if [ -z "$wanted" ] || [ "$wanted" != "$present" ]; then
  echo "the node's runtime lacks $image"
  if [ "$1" = make ]; then
    docker save "$image" | ctr --namespace=k8s.io images import - >/dev/null
  fi
fi
