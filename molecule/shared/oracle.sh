#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What is on a student VM, told by docker, kubectl, crictl and find, and by nothing of kcna.labs.
# One line per thing, sorted, so that two runs are equal exactly when the VM is. "versions" adds what a change in
# place would move.
set -euo pipefail
export KUBECONFIG=/etc/kubernetes/admin.conf

docker_things() {
  docker ps --all --no-trunc --format 'docker container {{.Names}} {{.ID}} {{.Image}}'
  docker images --all --no-trunc --format 'docker image {{.Repository}}:{{.Tag}} {{.ID}}'
  docker volume ls --format 'docker volume {{.Name}}'
  # at each start the daemon makes its own bridge network anew
  docker network ls --no-trunc --format 'docker network {{.Name}} {{if ne .Name "bridge"}}{{.ID}}{{end}}'
}

# Events come and go by themselves, leases are renewed, metrics are computed, component statuses and endpoints are
# deprecated views of other objects, and the cluster removes a decided certificate request after an hour. The kubelet
# makes a new mirror Pod of a static Pod whenever it likes, so of those only the name counts; an endpoint slice has its
# endpoints' readiness in what counts as its specification.
cluster_things() {
  kinds=$(kubectl api-resources --verbs=list --output=name |
    grep -vE '^(componentstatuses$|endpoints$|certificatesigningrequests|events$|leases$|events\.events\.k8s\.io|leases\.coordination\.k8s\.io|(nodes|pods)\.metrics\.k8s\.io)' |
    paste -sd, -)
  kubectl get "$kinds" --all-namespaces --output=json | jq -r '.items[]
    | "cluster \(.kind) \(.metadata.namespace // "-")/\(.metadata.name) " +
      (if .metadata.annotations["kubernetes.io/config.mirror"] then "mirror"
       elif .kind == "EndpointSlice" then .metadata.uid
       else "\(.metadata.uid) \(.metadata.generation // "")" end)'
}

# A sandbox that is not ready belongs to a Pod that is gone, and the kubelet clears it away within a minute or two.
node_things() {
  crictl images --output=json | jq -r '.images[] | "node image \(.id) \(.repoTags | join(","))"'
  crictl pods --state ready --namespace '^kcna-lab02' --output=json | jq -r '.items[] | "node pod \(.metadata.name) \(.id)"'
}

# kubectl's own discovery cache is the one thing below that changes by looking.
files() {
  find /home/student /etc/docker /etc/containerd /etc/kubernetes /etc/kcna-labs /var/lib/kcna-labs \
    -path /home/student/.kube/cache -prune -o -type f -printf 'file %p %m %u %s %T@ ' -exec sh -c 'sha256sum <"$1"' _ {} \; \
    -o -printf 'file %p %y %m %u %l\n'
}

# A resource version moves with every write, but the kubelet may write a Pod's status again a minute after it is ready
# (seen with 1.36). So of a Pod: who wrote anything but its status and when, and its containers.
versions() {
  docker ps --all --quiet --no-trunc | xargs -r docker inspect --format 'started {{.Name}} {{.State.StartedAt}} {{.State.Status}}'
  kubectl get pods,configmaps,secrets,services,deployments,persistentvolumeclaims,networkpolicies \
    --all-namespaces --show-managed-fields --output=json | jq -r '.items[] | select(.metadata.namespace | startswith("kcna-lab02"))
    | "version \(.kind) \(.metadata.namespace)/\(.metadata.name) " +
      (if .kind == "Pod"
       then [(.metadata.managedFields[] | select(.subresource != "status") | "\(.manager) \(.time)"),
             (.status.containerStatuses[] | "\(.containerID) \(.restartCount)")] | join(" ")
       else .metadata.resourceVersion end)'
}

{ docker_things; cluster_things; node_things; files; if [ "${1:-}" = versions ]; then versions; fi; } | LC_ALL=C sort
