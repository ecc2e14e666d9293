#!/bin/sh
# @1inch/limit-order-sdk 5.4.3: an order built with MakerTraits.default() may be filled in part, and then never again.
# The default allows partial fills and leaves multiple fills off, which selects the bit invalidator: by the protocol's code the first fill, however small, uses up
# the order's nonce. The rest stays on no book, and as the nonce is 0 every other order with default traits of that maker dies with it.
# Seen: partial fills allowed, multiple fills not, bit invalidator on, nonce 0, no expiry.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @1inch/limit-order-sdk@5.4.3
cat > run.mjs <<'JS'
import { MakerTraits } from '@1inch/limit-order-sdk';
const traits = MakerTraits.default();
console.log(`partial fills ${traits.isPartialFillAllowed()}, multiple fills ${traits.isMultipleFillsAllowed()}`);
console.log(`bit invalidator ${traits.isBitInvalidatorMode()}, nonce ${traits.nonceOrEpoch()}, expiration ${traits.expiration()}`);
const open = MakerTraits.default().allowMultipleFills();
console.log(`with multiple fills: bit invalidator ${open.isBitInvalidatorMode()}`);
JS
node run.mjs | tee seen
cat > expected <<'TXT'
partial fills true, multiple fills false
bit invalidator true, nonce 0, expiration null
with multiple fills: bit invalidator false
TXT
diff expected seen && echo 'as described'
