#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The criteria of exercises 1 and 6 as one would write them in bash: one question, one command. The yardstick of
# bench.py, no part of the collection. Prints one line per criterion.
set -uo pipefail
export KUBECONFIG=/etc/kubernetes/admin.conf
cd /home/student/kcna-lab02 || exit 1

check() {
  local id=$1
  shift
  if "$@" >/dev/null 2>&1; then echo "pass $id"; else echo "fail $id"; fi
}

image_of() { docker container inspect --format '{{.Image}}' "$1"; }
id_of() { docker image inspect --format '{{.Id}}' "$1"; }
running() { [ "$(docker container inspect --format '{{.State.Running}}' "$1")" = true ]; }
get() { kubectl --namespace=kcna-lab02 get pod "$1" --output=jsonpath="$2"; }

web_server() { running web-server && [ "$(image_of web-server)" = "$(id_of nginx:1.21)" ]; }
lifecycle() {
  local created finished started
  created=$(docker container inspect --format '{{.Created}}' web-server)
  finished=$(docker container inspect --format '{{.State.FinishedAt}}' web-server)
  started=$(docker container inspect --format '{{.State.StartedAt}}' web-server)
  [[ $created < $finished && $finished < $started ]]
}
layers() { [ "$(jq -c 'if type == "array" and (.[0] | type) == "string" then . else .[0].RootFS.Layers end' "$2")" = "$(docker image inspect "$1" | jq -c '.[0].RootFS.Layers')" ]; }
three() { running web-server && running compare-alpine && running compare-ubuntu; }
row() { awk -F, -v image="$1" -v column="$2" '$1 ~ image { gsub(/"/, "", $column); print $column }' ex1-comparison.csv; }
processes() {
  local pair
  for pair in nginx=web-server alpine=compare-alpine ubuntu=compare-ubuntu; do
    [ "$(row "${pair%=*}" 3)" = "$(docker top "${pair#*=}" -eo pid,args | tail -n +2 | wc -l)" ] || return 1
  done
}
memory() { docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' web-server compare-alpine compare-ubuntu && [ -n "$(row nginx 2)" ]; }
kernel() { [ "$(row nginx 4)" = "$(uname -r)" ] && [ "$(row alpine 4)" = "$(uname -r)" ] && [ "$(row ubuntu 4)" = "$(uname -r)" ]; }

check ex1.web-server-running web_server
check ex1.web-server-lifecycle lifecycle
check ex1.layers-nginx-121 layers nginx:1.21 ex1-layers-nginx-1.21.json
check ex1.layers-nginx-alpine layers nginx:alpine ex1-layers-nginx-alpine.json
check ex1.compare-three-running three
check ex1.compare-process-count processes
check ex1.compare-memory memory
check ex1.kernel-shared kernel

demo_running() {
  [ -n "$(get resource-demo '{.status.containerStatuses[?(@.name=="cpu-limited")].state.running.startedAt}')" ] &&
    [ -n "$(get resource-demo '{.status.containerStatuses[?(@.name=="memory-limited")].state.running.startedAt}')" ]
}
resources() {
  [ "$(get resource-demo "{.spec.containers[?(@.name==\"$1\")].resources.requests.cpu}")" = "$2" ] &&
    [ "$(get resource-demo "{.spec.containers[?(@.name==\"$1\")].resources.limits.memory}")" = "$3" ]
}
# what the three below quote expands in the container
in_cgroup() { kubectl --namespace=kcna-lab02 exec resource-demo --container="$1" -- sh -c "$2"; }
# shellcheck disable=SC2016
throttled() { in_cgroup cpu-limited 'cd /sys/fs/cgroup; f=cpu.stat; [ -e $f ] || f=cpu/cpu.stat; a=$(grep nr_throttled $f); sleep 1; [ "$a" != "$(grep nr_throttled $f)" ]'; }
# shellcheck disable=SC2016
held() { in_cgroup memory-limited 'cd /sys/fs/cgroup; f=memory.current; [ -e $f ] || f=memory/memory.usage_in_bytes; [ "$(cat $f)" -ge 52428800 ]'; }
oom() { [ "$(get oom-demo '{.status.containerStatuses[0].state.terminated.reason}{.status.containerStatuses[0].lastState.terminated.reason}')" = OOMKilled ]; }
qos() { [ "$(get "$1" '{.status.phase}{.status.qosClass}')" = "Running$2" ]; }
recorded() {
  local pod
  for pod in guaranteed-qos burstable-qos besteffort-qos; do grep -q "^$pod,$(get $pod '{.status.qosClass}')," ex6-qos.csv || return 1; done
}
top() { kubectl --namespace=kcna-lab02 top pod resource-demo --containers && grep -q cpu-limited ex6-top.txt && grep -q memory-limited ex6-top.txt; }

check ex6.resource-demo-running demo_running
check ex6.cpu-limited-resources resources cpu-limited 125m 128Mi
check ex6.memory-limited-resources resources memory-limited 100m 100Mi
check ex6.cpu-throttled throttled
check ex6.memory-held held
check ex6.oom-observed oom
check ex6.guaranteed-qos qos guaranteed-qos Guaranteed
check ex6.burstable-qos qos burstable-qos Burstable
check ex6.besteffort-qos qos besteffort-qos BestEffort
check ex6.qos-recorded recorded
check ex6.top-recorded top
