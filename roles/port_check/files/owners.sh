#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Says who listens on ports of the host. $1: containers that may, $2: repositories whose containers may, then the ports.
set -euo pipefail

names=" $1 " repositories=" $2 "
shift 2
for port in "$@"; do
  ids=$(docker ps --quiet --filter "publish=$port/tcp")
  if [ -n "$ids" ]; then
    # shellcheck disable=SC2086  # ids are words
    docker inspect --format '{{.Name}} {{.Config.Image}}' $ids | while read -r name image; do
      repository=${image%%@*}
      case ${repository##*/} in *:*) repository=${repository%:*} ;; esac
      case $names in *" ${name#/} "*) continue ;; esac
      case $repositories in *" $repository "*) continue ;; esac
      echo "$port (container ${name#/}, $image)"
    done
  else
    ss --no-header --listening --tcp --numeric --processes "sport = :$port" | head -n 1 | while read -r line; do
      program=${line#*'(("'}
      [ "$program" = "$line" ] && echo "$port" || echo "$port (${program%%\"*})"
    done
  fi
done
