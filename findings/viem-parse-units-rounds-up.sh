#!/bin/sh
# viem 2.57.1: parseUnits rounds what has more decimals than the token to the nearest unit, and so makes more of an amount than was typed.
# Half a unit and above goes up, over the whole part as well: 1.9999999 of a token with six decimals is two whole ones. Who sells "all I typed"
# by it may offer a unit that isn't there, and a limit that is to be at most something may be above it. ethers 6.16.0 refuses the same texts.
# Seen: 1, 2000000 and 0 units by viem; three refusals by ethers.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund viem@2.57.1 ethers@6.16.0
cat > run.mjs <<'JS'
import { parseUnits as ethersUnits } from 'ethers';
import { parseUnits } from 'viem';
for (const text of ['0.0000005', '1.9999999', '0.00000049']) {
  let other = 'taken';
  try {
    ethersUnits(text, 6);
  } catch {
    other = 'refused';
  }
  console.log(`${text}: ${parseUnits(text, 6)} units by viem, ${other} by ethers`);
}
JS
node run.mjs | tee seen
cat > expected <<'TXT'
0.0000005: 1 units by viem, refused by ethers
1.9999999: 2000000 units by viem, refused by ethers
0.00000049: 0 units by viem, refused by ethers
TXT
diff expected seen && echo 'as described'
