#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What the node's kernel needs at each boot before kubelet starts. Run by kcna-labs-node.service.
set -eu

# built in on some kernels, and then no module to load
for module in br_netfilter overlay nf_conntrack nfnetlink_queue; do
    modprobe --quiet "$module" || true
done
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1

# kube-network-policies sends Pods' new connections to queue 98 by nftables. On a kernel without CONFIG_NFT_QUEUE its rules fail
# to load, and iptables has to do the same.
if echo 'table inet kcna-probe { chain probe { type filter hook postrouting priority 0; queue to 98 bypass; }; }' | nft --check --file - 2>/dev/null; then
    exit 0
fi
for side in -s -d; do
    # without `! --src-type LOCAL` the node's own requests, kubelet's probes among them, would be judged as foreign traffic
    set -- "$side" 10.244.0.0/16 -m conntrack --ctstate NEW -m addrtype ! --src-type LOCAL -j NFQUEUE --queue-num 98 --queue-bypass
    iptables -t mangle -C POSTROUTING "$@" 2>/dev/null || iptables -t mangle -I POSTROUTING "$@"
done
