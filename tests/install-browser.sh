#!/bin/sh
# The browser test drives Debian's Chromium. Installs it where that can be done without asking; elsewhere the test
# says that it is missing, and is skipped.
set -eu
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "No chromium here: the browser test will be skipped. Install it with: sudo apt-get install chromium" >&2
fi
