#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Plants what does not belong into an image in the workspace $1, where the student has nothing of that name, and says
# what it planted; with "look" as $2 only what it would. Standard input: the student's name.
set -euo pipefail

workspace=$1 verb=$2
read -r student
canary=$(printf 'kcna-labs ex2 %s' "$student" | sha256sum | cut -c1-32)

plant() {
  local path=$workspace/$1
  if [ -e "$path" ] || [ -L "$path" ]; then path=; else echo "$1"; fi
  if [ -z "$path" ] || [ "$verb" = look ]; then
    cat >/dev/null
    return
  fi
  mkdir -p "$(dirname "$path")"
  cat >"$path"
}

plant .env <<END
# a secret that must never be in an image
API_TOKEN=canary-$canary
END
plant .git/config <<'END'
[core]
	repositoryformatversion = 0
	bare = false
END
printf 'a\r\r\n\000\000\000\000' | plant __pycache__/app.cpython-39.pyc
echo 'DEBUG request / took 3 ms' | plant debug.log
echo '# notes for developers' | plant docs/notes.md
head -c 20M /dev/zero | plant big.tmp
