#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Lets Docker forget the manifests that it once pulled from localhost:5000/kcna-webapp, and says which; with "look" as $1
# only which it would. As long as it has an image it keeps its manifest in containerd's store, and a pull from a registry
# that was made anew asks for the digest alone (HEAD), so that nobody could tell that pull from none. Does nothing where
# there is a local-registry, whose log may tell of a pull already.
set -euo pipefail

verb=$1
! docker container inspect local-registry >/dev/null 2>&1 || exit 0
# where containerd keeps the images as well, that store is all there is of them
case $(docker info --format '{{json .DriverStatus}}') in *io.containerd.snapshotter*) exit 0 ;; esac
kept=$(ctr --namespace=moby content ls --quiet 'labels."containerd.io/distribution.source.localhost:5000"==kcna-webapp' 2>/dev/null || true)
for digest in $kept; do
  [ "$verb" = look ] || ctr --namespace=moby content rm "$digest" >/dev/null
  echo "$digest"
done
