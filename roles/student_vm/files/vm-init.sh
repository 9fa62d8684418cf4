#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What a container lacks to be a VM, made good at each of its starts before systemd takes over. Run by /bin/sh -ec as PID 1.

# Docker makes these read-only for a container without --privileged
mount -o remount,rw /sys
while read -r _ place kind _; do
    case $place in /proc/bus | /proc/fs | /proc/irq | /proc/sys | /proc/sysrq-trigger) umount "$place" ;; esac
    case $kind in cgroup | cgroup2) mount -o remount,bind,rw "$place" ;; esac
done </proc/mounts
# kubelet passes mounts on to Pods
mount --make-rshared /

# a host whose kernel has these built in, or loads them on demand, has no module to load
for module in br_netfilter overlay nf_conntrack nfnetlink_queue xt_NFQUEUE; do
    modprobe --quiet "$module" || true
done

# Docker's resolver answers only inside this network namespace: let it answer Pods and inner containers as well,
# which ask at this VM's own address
address=$(hostname -i)
echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
for tables in iptables-nft iptables-legacy; do
    [ "$tables" = iptables-nft ] || [ -s /proc/net/ip_tables_names ] || continue
    for protocol in udp tcp; do
        resolver=$("$tables" -t nat -S DOCKER_OUTPUT 2>/dev/null | sed -n "s/.*-p $protocol .*--to-destination //p")
        [ -z "$resolver" ] || "$tables" -t nat -A PREROUTING -d "$address" -p "$protocol" --dport 53 -j DNAT --to-destination "$resolver"
    done
done
mkdir -p /etc/kcna-labs
echo "nameserver $address" >/etc/kcna-labs/resolv.conf

mkdir -p /etc/ssh/sshd_config.d
printf 'PasswordAuthentication no\nPermitRootLogin prohibit-password\nUseDNS no\n' >/etc/ssh/sshd_config.d/kcna-labs.conf
install -d -m 0700 /root/.ssh
printf '%s\n' "$KCNA_LABS_KEY" >/root/.ssh/authorized_keys
unset KCNA_LABS_KEY

exec /sbin/init
