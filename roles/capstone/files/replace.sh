#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Wait for the application, and replace its Pod once, the database's with it: then the init container has to wait for that.
# Usage: replace.sh make|look NAMESPACE
set -euo pipefail
namespace=$2
deployments=(deployment/capstone-db deployment/capstone-app)

rolled_out() {
  for deployment in "${deployments[@]}"; do
    kubectl --namespace="$namespace" rollout status "$deployment" --timeout=120s >/dev/null
  done
}

[ "$1" = look ] || rolled_out
revision=$(kubectl --namespace="$namespace" get deployment/capstone-app --output=json 2>/dev/null |
  jq -r '.metadata.annotations["deployment.kubernetes.io/revision"]') || revision=1
[ "$revision" = 1 ] || exit 0
echo 'the Pod was never replaced'
if [ "$1" = make ]; then
  kubectl --namespace="$namespace" rollout restart "${deployments[@]}" >/dev/null
  rolled_out
fi
