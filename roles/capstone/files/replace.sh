#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Wait for the application, and replace its Pod once while there is no database: the init container has to wait for that.
# Usage: replace.sh make|look NAMESPACE
set -euo pipefail

lab() {
  kubectl --namespace="$namespace" "$@"
}

rolled_out() {
  for deployment in capstone-db capstone-app; do
    lab rollout status "deployment/$deployment" --timeout=120s >/dev/null
  done
}

# verify takes it for waiting after 12 s, and the database takes three more until it is ready
has_waited() {
  lab get pods --selector=app=capstone --output=json |
    jq --exit-status '[.items[].status.initContainerStatuses[]?.state.running.startedAt // empty | fromdateiso8601]
      | any(now - . >= 10)' >/dev/null
}

namespace=$2
[ "$1" = look ] || rolled_out
revision=$(lab get deployment/capstone-app --output=json 2>/dev/null |
  jq -r '.metadata.annotations["deployment.kubernetes.io/revision"]') || revision=1
[ "$revision" = 1 ] || exit 0
echo 'the Pod was never replaced'
[ "$1" = make ] || exit 0

lab scale deployment/capstone-db --replicas=0 >/dev/null
lab rollout restart deployment/capstone-app >/dev/null
for _attempt in $(seq 120); do
  if has_waited; then break; fi
  sleep 0.5
done
lab scale deployment/capstone-db --replicas=1 >/dev/null
rolled_out
