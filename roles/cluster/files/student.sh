#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Give the student what `kubectl` and `minikube` ask for: a kubeconfig with credentials of their own, and minikube's profile.
# A kubeconfig that still works is left alone, with the namespace chosen in it. Usage: student.sh ACCOUNT NAMESPACE
set -eu
umask 077

account=$1
namespace=$2
certificates=/var/lib/minikube/certs
home=$(getent passwd "$account" | cut -d: -f6)
server=$(kubectl --kubeconfig /etc/kubernetes/admin.conf get endpoints kubernetes \
    -o 'jsonpath=https://{.subsets[0].addresses[0].ip}:{.subsets[0].ports[0].port}' 2>/dev/null)

# root has started minikube
chown -R "$account:$account" /var/lib/kcna-labs/minikube

if KUBECONFIG=$home/.kube/config kubectl get --raw /readyz >/dev/null 2>&1; then
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kubeadm kubeconfig user --config /var/tmp/minikube/kubeadm.yaml --client-name "$account" --org kubeadm:cluster-admins >"$work/user" 2>/dev/null
for part in certificate key; do
    kubectl --kubeconfig "$work/user" config view --raw -o "jsonpath={.users[0].user.client-$part-data}" | base64 -d >"$work/$part"
done

# cluster and context have the name under which `minikube status` looks for them
export KUBECONFIG="$work/config"
kubectl config set-cluster minikube --server "$server" --certificate-authority $certificates/ca.crt --embed-certs
kubectl config set-credentials "$account" --client-certificate "$work/certificate" --client-key "$work/key" --embed-certs
kubectl config set-context minikube --cluster minikube --user "$account" --namespace "$namespace"
kubectl config use-context minikube
install -d -m 0755 -o "$account" -g "$account" "$home/.kube"
install -m 0600 -o "$account" -g "$account" "$work/config" "$home/.kube/config"
