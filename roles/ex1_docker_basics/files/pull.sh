#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Pulls images side by side, and prints those that Docker does not have.
# Usage: pull.sh pull|look IMAGE...
set -euo pipefail
mode=$1
shift

missing=()
for image in "$@"; do
  docker image inspect "$image" >/dev/null 2>&1 || missing+=("$image")
done
[ "${#missing[@]}" -gt 0 ] || exit 0
printf '%s is missing\n' "${missing[@]}"
[ "$mode" != look ] || exit 0

pulls=()
for image in "${missing[@]}"; do
  docker pull --quiet "$image" >/dev/null &
  pulls+=("$!")
done
# each is waited for, so that none goes on after a refusal
failed=0
for pull in "${pulls[@]}"; do
  wait "$pull" || failed=1
done
exit "$failed"
