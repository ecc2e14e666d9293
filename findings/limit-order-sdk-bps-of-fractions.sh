#!/bin/sh
# @1inch/limit-order-sdk 5.4.3: Bps.fromFraction throws for one whole basis point in nine, 3 bps (0.0003) being the first.
# It multiplies the fraction by 10,000 as a double and hands the product to BigInt, which refuses 2.9999999999999996. Bps.fromPercent reads
# the decimal digits instead and takes all of them, so a fee is safe to write as per cents and not as a fraction.
# Seen: of the fractions 0.0001 to 1 in steps of one basis point 1,149 throw; of the same as per cents none, and each is what it says.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @1inch/limit-order-sdk@5.4.3
cat > run.mjs <<'JS'
import { Bps } from '@1inch/limit-order-sdk';
const ways = { fraction: (bps) => Bps.fromFraction(bps / 10_000), percent: (bps) => Bps.fromPercent(bps / 100) };
for (const [name, of] of Object.entries(ways)) {
  let [first, thrown, wrong] = [null, 0, 0];
  for (let bps = 1; bps <= 10_000; bps += 1) {
    try {
      if (of(bps).value !== BigInt(bps)) wrong += 1;
    } catch {
      first ??= bps;
      thrown += 1;
    }
  }
  console.log(`${name}: ${thrown} of 10000 throw, the first at ${first} bps; ${wrong} are another number`);
}
JS
node run.mjs | tee seen
cat > expected <<'TXT'
fraction: 1149 of 10000 throw, the first at 3 bps; 0 are another number
percent: 0 of 10000 throw, the first at null bps; 0 are another number
TXT
diff expected seen && echo 'as described'
