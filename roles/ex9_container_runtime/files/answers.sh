#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Fill in the form by the commands that the lab text names. Only what 9.2 compares in theory is written down here.
# Usage: answers.sh NAMESPACE
set -euo pipefail

# the first line of $1 that does not stand in $2, but $3 where that is one of them
only() {
  local found
  found=$(comm -23 <(sort -u <<<"$1") <(sort -u <<<"$2") | sed '/^$/d')
  if grep -qxF "$3" <<<"$found"; then echo "$3"; else (head -n 1 <<<"$found" | grep .) || echo none; fi
}

state() {
  systemctl cat "$1.service" >/dev/null 2>&1 || { echo absent && return; }
  systemctl is-active "$1" || true
}

version() {
  "$1" --version | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1
}

node=$(kubectl get nodes --output=json | jq '.items[0]')
runtime=$(jq -r .status.nodeInfo.containerRuntimeVersion <<<"$node")
container=$(kubectl --namespace="$1" get pod cri-demo --output=json | jq -r '.status.containerStatuses[0].containerID' | sed 's,.*://,,')
docker_containers=$(docker ps --all --format '{{.Names}}')
cri_containers=$(crictl ps --all --output json | jq -r '.containers[] | .id, .metadata.name')
docker_images=$(docker images --format '{{.Repository}}:{{.Tag}}' | grep -v '<none>' || true)
cri_images=$(crictl images --output json | jq -r '.images[].repoTags[]?' | sed 's,^docker.io/library/,,; s,^docker.io/,,')
# it was Docker's alone before it was handed over
before=$(grep -vx kcna-cri-proof:v1 <<<"$cri_images" || true)

cat <<END
node:
  name: $(jq -r .metadata.name <<<"$node")
  runtime: ${runtime%%://*}
  runtime_version: ${runtime#*://}
  kubelet_cri_endpoint: $(sed -n 's/^containerRuntimeEndpoint: *//p' /var/lib/kubelet/config.yaml | tr -d '"')
  oci_runtime: $(crictl info | jq -r .config.containerd.defaultRuntimeName)
tools:
  docker: $(version docker)
  containerd: $(version containerd)
trace:
  pod: cri-demo
  container_id: $container
  node_pid: $(crictl inspect "$container" | jq .info.pid)
split:
  docker_only_container: $(only "$docker_containers" "$cri_containers" cri-docker-demo)
  cri_only_container: $(only "$cri_containers" "$docker_containers" "$container")
  docker_only_image: $(only "$docker_images" "$before" kcna-cri-proof:v1)
  cri_only_image: $(only "$cri_images" "$docker_images" "$(crictl info | jq -r .config.sandboxImage)")
compare:
  docker:
    speaks_cri: no
    kubernetes_only: no
    builds_images: yes
    service_here: $(state docker)
  containerd:
    speaks_cri: yes
    kubernetes_only: no
    builds_images: no
    service_here: $(state containerd)
  cri-o:
    speaks_cri: yes
    kubernetes_only: yes
    builds_images: no
    service_here: $(state crio)
END
