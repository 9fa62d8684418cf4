# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Read by every login shell. Without a locale, less and vi show Japanese as bytes.
export LANG="${LANG:-C.UTF-8}"
case $- in
*i*) printf '%s\n' 'Lab 02 の本文 / the text of Lab 02:  less /usr/local/share/doc/kcna-labs/lab02.ja.md  (English: lab02.en.md)' ;;
esac
