#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Types what the lab text prints, as the student would, and removes what that made.
set -euo pipefail
cd "$HOME"

expect() {
  local wanted=$1
  shift
  echo "$ $*"
  local seen
  seen=$("$@" 2>&1) || { echo "$seen"; echo "failed: $*" >&2; exit 1; }
  grep --quiet --extended-regexp -- "$wanted" <<<"$seen" || { echo "$seen"; echo "no '$wanted' in: $*" >&2; exit 1; }
}

again() {
  local attempts=$1
  shift
  for _attempt in $(seq "$attempts"); do if "$@" >/dev/null 2>&1; then return; fi; sleep 1; done
  echo "not within $attempts s: $*" >&2
  "$@"
}

tidy() {
  docker rm --force --volumes text-registry >/dev/null 2>&1 || true
  kubectl delete pod text-nginx text-local --ignore-not-found --grace-period=1 >/dev/null
  docker rmi localhost:5000/text:1 text-flask:1 nginx:1.21 nginx:alpine alpine:latest registry:2 python:3.9-slim >/dev/null 2>&1 || true
  docker image prune --force >/dev/null
  sudo crictl rmi docker.io/library/nginx:latest localhost:5000/text:1 >/dev/null 2>&1 || true
  rm -rf "$HOME/text-build"
}
trap tidy EXIT

# the text itself, without its marks and without a way to the answers
expect '/usr/local/share/doc/kcna-labs/lab02.ja.md' bash --login -i -c true
expect 'Exercise 9' grep '## 🔧' /usr/local/share/doc/kcna-labs/lab02.ja.md
expect '^0$' bash -c "cat /usr/local/share/doc/kcna-labs/* | grep --count --extended-regexp 'answers\.(ja|en)|<a id=|^\`{3}[a-z]+ ' || true"
expect '^lab02.en.md lab02.ja.md $' bash -c 'ls /usr/local/share/doc/kcna-labs | tr "\n" " "'

expect '1.21' docker pull nginx:1.21
expect 'alpine' docker pull nginx:alpine
expect 'Mem:' docker run --rm alpine:latest free -h
expect ' Ready ' kubectl get nodes
expect '^kcna-lab02$' kubectl config view --minify --output=jsonpath='{.contexts[0].context.namespace}'
expect '^600$' stat --format=%a .kube/config
expect 'apiserver: Running' minikube status
expect 'kube-apiserver' sudo crictl ps
# proved by two clients while the VM was made
expect '^true$' jq .networkpolicy_enforced /etc/kcna-labs/student-vm.json
again 60 kubectl top node
expect 'm +' kubectl top pod --namespace=kube-system

kubectl run text-nginx --image=nginx:latest
expect 'condition met' kubectl wait --for=condition=Ready --timeout=60s pod/text-nginx
expect '^Always$' kubectl get pod text-nginx --output=jsonpath='{.spec.containers[0].imagePullPolicy}'

docker run --detach --name text-registry --publish 5000:5000 registry:2
again 20 curl --fail --silent http://localhost:5000/v2/
# An image of its own: the kubelet remembers under which name a Pod pulled a content, and would refuse nginx:alpine to a
# Pod with pull policy Never (exercise 4) for as long as the VM lives.
printf 'FROM nginx:alpine\nLABEL text=1\n' | docker build --quiet --tag localhost:5000/text:1 -
expect 'digest: sha256:' docker push localhost:5000/text:1
docker rmi localhost:5000/text:1
expect 'Downloaded newer image|Image is up to date' docker pull localhost:5000/text:1
kubectl run text-local --image=localhost:5000/text:1 --image-pull-policy=Always
expect 'condition met' kubectl wait --for=condition=Ready --timeout=60s pod/text-local

mkdir text-build
printf 'Flask==2.3.2\n' > text-build/requirements.txt
printf 'FROM python:3.9-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n' > text-build/Dockerfile
expect 'Successfully (built|tagged)|naming to' docker build --tag text-flask:1 text-build
expect '^2\.3\.2' docker run --rm text-flask:1 python -c 'import importlib.metadata as m; print(m.version("flask"))'
