#!/bin/sh
# The browser tests drive Debian's Chromium, best in the build that has no window: it takes a quarter less of a core.
# Installs it where that can be done without asking; elsewhere the tests take what is there, or say that it is missing,
# and are skipped.
set -eu
if command -v chromium-headless-shell >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update -qq; then
        for package in chromium-headless-shell chromium; do
            if apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1; then exit 0; fi
        done
    fi
fi
command -v chromium >/dev/null 2>&1 ||
    echo "No chromium here: the browser tests will be skipped. Install it with: sudo apt-get install chromium" >&2
