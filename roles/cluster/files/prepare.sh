#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Configure Docker, containerd and minikube with what was unpacked in /opt/kcna-labs. Prints what it changed, so nothing the second time.
# Usage: prepare.sh ACCOUNT KUBERNETES_VERSION MIRROR_URL
set -eu

account=$1
version=$2
mirror=$3
bin=/opt/kcna-labs/bin
minikube=/var/lib/kcna-labs/minikube

link() {
    [ "$(readlink "$2")" = "$1" ] && return
    mkdir -p "$(dirname "$2")"
    ln -sfT "$1" "$2"
    echo "linked $2"
}

# put FILE MODE: standard input becomes the file, whole or not at all
put() {
    mkdir -p "$(dirname "$1")"
    cat >"$1.new"
    chmod "$2" "$1.new"
    if cmp -s "$1.new" "$1"; then
        rm "$1.new"
    else
        mv "$1.new" "$1"
        echo "wrote $1"
    fi
}

mkdir -p /etc/kcna-labs

# root starts minikube, the student asks for its status: one profile for both
if ! [ -d "$minikube" ]; then
    install -d -o "$account" -g "$account" "$minikube" "$minikube/config"
    echo '{"WantNoneDriverWarning": false, "WantUpdateNotification": false}' | put "$minikube/config/config.json" 0644
fi
link "$minikube" /root/.minikube
link "$minikube" "$(getent passwd "$account" | cut -d: -f6)/.minikube"

for name in kubectl kubeadm crictl minikube; do
    link "$bin/$name" "/usr/local/bin/$name"
done
# minikube asks for no download when it finds these
for name in kubeadm kubelet kubectl; do
    link "$bin/$name" "/var/lib/minikube/binaries/$version/$name"
done
# Debian's folder, under the name where containerd looks
[ -e /opt/cni/bin ] || link /usr/lib/cni /opt/cni/bin

# A resolver on the loopback answers neither Pods nor inner containers; a VM that has one names another here
nameservers=$(sed -n 's/^nameserver //p' /etc/kcna-labs/resolv.conf 2>/dev/null || true)
[ -s /etc/docker/daemon.json ] || { mkdir -p /etc/docker && echo '{}' >/etc/docker/daemon.json; }
jq --arg mirror "$mirror" --arg dns "$nameservers" \
    '."registry-mirrors" = [$mirror] | if $dns == "" then . else .dns = ($dns | split("\n")) end' \
    /etc/docker/daemon.json | put /etc/docker/daemon.json 0644

# minikube edits containerd's configuration with sed, so every key has to be in it. But for a Kubernetes that it does not know yet
# it falls back to an old sandbox image: written without spaces, the right one escapes its sed.
certs=/etc/containerd/certs.d
sandbox=sandbox_image=\"registry.k8s.io/pause:3.10.2\"
if ! grep -qs "^ *$sandbox" /etc/containerd/config.toml; then
    containerd config default | sed "s|config_path = \"\"|config_path = \"$certs\"|; s|sandbox_image = .*|$sandbox|" |
        put /etc/containerd/config.toml 0644
fi
while read -r name server; do
    printf 'server = "%s"\n\n[host."%s"]\n  capabilities = ["pull", "resolve"]\n' "$server" "$mirror" |
        put "$certs/$name/hosts.toml" 0644
done <<'EOF'
docker.io https://registry-1.docker.io
registry.k8s.io https://registry.k8s.io
gcr.io https://gcr.io
ghcr.io https://ghcr.io
quay.io https://quay.io
EOF
# its own 2 s are not enough on a crowded machine
printf 'runtime-endpoint: unix:///run/containerd/containerd.sock\ntimeout: 10\n' | put /etc/crictl.yaml 0644

echo "$account ALL=(ALL) NOPASSWD: ALL" | put /etc/sudoers.d/kcna-labs 0440
for name in kubectl minikube crictl; do
    [ -s "/etc/bash_completion.d/$name" ] || "$bin/$name" completion bash | put "/etc/bash_completion.d/$name" 0644
done

# only where it has to be: a restart stops the student's containers
if ! docker info --format '{{json .RegistryConfig.Mirrors}}' | grep -qF "\"$mirror/\""; then
    systemctl restart docker
    echo "restarted docker"
fi
