#!/usr/bin/env bash
# Bring what the tests need beside Python: gettext, Chromium, Java, Poedit with a screen to run on,
# from Debian; axe and vnu from npm.
# What cannot be had here is said, with the tests that are left out for it. Never fails for that.
set -u
cd "$(dirname "$0")/.."

missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need msgfmt gettext
need chromium chromium
need java default-jre-headless
need npm npm
need git git
need poedit poedit
need Xvfb xvfb
need xdotool xdotool
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null 2>&1
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1
fi
if command -v npm >/dev/null && [ ! -e node_modules/.ok ]; then
  npm ci --silent --ignore-scripts --no-fund --no-audit >/dev/null 2>&1 && touch node_modules/.ok
fi

# PyTorch for a processor alone: a tenth of the size of the one that PyPI has for Linux.
python=.venv/bin/python
if [ -x "$python" ] && ! "$python" -c 'import torch' 2>/dev/null; then
  pip=("$python" -m pip install -q --disable-pip-version-check)
  "${pip[@]}" 'torch==2.13.0+cpu' >/dev/null 2>&1 ||
    timeout 180 "${pip[@]}" --index-url https://download.pytorch.org/whl/cpu --retries 0 --timeout 10 \
      torch >/dev/null 2>&1
fi

left_out() { echo "LEFT OUT: $1 ($2)"; }
command -v msgfmt >/dev/null || left_out "tests with msgfmt and msgcat" "gettext is not installed"
command -v chromium >/dev/null || left_out "browser tests" "chromium is not installed"
[ ! -x "$python" ] || "$python" -c 'import torch' 2>/dev/null ||
  left_out "training tests" "PyTorch for processors could not be installed"
command -v java >/dev/null || left_out "the HTML checker" "java is not installed"
command -v git >/dev/null || left_out "tests of the merge driver" "git is not installed"
for name in poedit Xvfb xdotool; do
  command -v $name >/dev/null || left_out "the test with Poedit" "$name is not installed"
done
[ -e node_modules/axe-core ] || left_out "the accessibility checker" "npm could not install axe-core"
exit 0
