#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Brings images to the node's image store, side by side, and prints those that are missing there.
# Usage: bring.sh bring|look IMAGE...
set -euo pipefail
mode=$1
shift

present=$(crictl images --output json | python3 -c '
import json, sys
print(*(tag for image in json.load(sys.stdin)["images"] for tag in image["repoTags"]), sep="\n")')
missing=()
for image in "$@"; do
  grep --quiet --line-regexp --fixed-strings -- "$image" <<<"$present" || missing+=("$image")
done
[ "${#missing[@]}" -gt 0 ] || exit 0
printf '%s is missing\n' "${missing[@]}"
[ "$mode" != look ] || exit 0

declare -A pulls
for image in "${missing[@]}"; do
  # crictl says the same twice, and adds a logger's words to it
  { crictl pull "$image" 2>&1 >/dev/null | sed --quiet "\$ { s/.* msg=\"\(pulling image: \)\?//; s/\\\\\"/'/g; s/\"\$//; s#^#$image: #p }" >&2; } &
  pulls[$image]=$!
done
# each is waited for, so that none goes on after a refusal
failed=0
for image in "${missing[@]}"; do
  wait "${pulls[$image]}" || failed=1
done
exit "$failed"
