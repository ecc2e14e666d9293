#!/bin/sh
# siwe 3.0.0 and viem 2.57.1: a sign-in message that viem writes can be one that siwe does not read.
# EIP-4361 takes the characters of a statement from RFC 3986 (reserved, unreserved and space): no %, ", < or letter outside ASCII.
# viem's createSiweMessage writes any statement without a line break; siwe's parser keeps to the grammar and refuses the whole message.
# So a page that lets its text be edited or translated logs nobody in, and only the server notices.
# Seen: "Sign in." is read by both; "50% off", "Gruesse" with umlaut, and quotation marks are refused by siwe alone.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund viem@2.57.1 siwe@3.0.0 ethers@6.15.0
cat > run.mjs <<'JS'
import siwe from 'siwe';
import { createSiweMessage, parseSiweMessage } from 'viem/siwe';
const fields = {
  domain: 'app.example', uri: 'https://app.example/login', version: '1', chainId: 1, nonce: 'abcdefgh12345678',
  address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', issuedAt: new Date('2026-01-01T00:00:00Z'),
};
for (const statement of ['Sign in.', '50% off', 'Say "yes"', 'Gr\u00fc\u00dfe']) {
  const message = createSiweMessage({ ...fields, statement });
  const kept = parseSiweMessage(message).statement === statement ? 'reads' : 'changes';
  let verdict = 'reads';
  try {
    new siwe.SiweMessage(message);
  } catch {
    verdict = 'refuses';
  }
  console.log(`${statement}: viem ${kept} it, siwe ${verdict} it`);
}
JS
node run.mjs 2>/dev/null | tee seen
printf '%s\n' 'Sign in.: viem reads it, siwe reads it' '50% off: viem reads it, siwe refuses it' \
  'Say "yes": viem reads it, siwe refuses it' 'Grüße: viem reads it, siwe refuses it' > expected
diff expected seen && echo 'as described'
