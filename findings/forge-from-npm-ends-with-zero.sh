#!/bin/sh
# @foundry-rs/forge 1.7.1: started by its npm command, forge always ends with 0, whatever it found; a red `forge test` passes a build.
# The command starts the binary of the platform's package as a child, and doesn't hand its exit code on. The binary itself ends with 1.
# Seen: asked to inspect a contract that doesn't exist, both print the same error; the command ends with 0, the binary with 1.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true}' > package.json
npm install --silent --no-audit --no-fund @foundry-rs/forge@1.7.1
binary=$(ls node_modules/@foundry-rs/forge-*/bin/forge)
for way in node_modules/.bin/forge "$binary"; do
  code=0
  "$way" inspect Missing abi > said 2>&1 || code=$?
  echo "$(basename "$(dirname "$way")")/forge: $(grep -o 'No contract found' said), ends with $code"
done | tee seen
printf '%s\n' '.bin/forge: No contract found, ends with 0' 'bin/forge: No contract found, ends with 1' > expected
diff expected seen && echo 'as described'
