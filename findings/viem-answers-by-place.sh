#!/bin/sh
# viem 2.57.1, http transport: which question a node's answer belongs to is told by its place, never by its id.
# JSON-RPC 2.0 ties an answer to its request by the id, and lets a server answer a batch in any order.
# viem sorts a batch's answers by id and hands them out one after another. Where a provider leaves one out (a rate limit that drops
# some of a batch, a proxy that merges), each question after the gap gets the next one's answer, and only the last one fails.
# A single answer is taken whatever its id says.
# Seen: of blocks 1, 2 and 3 asked as a batch whose first answer is left out, "block 1" is block 2 and "block 2" is block 3.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund viem@2.57.1
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import { createClient, http } from 'viem';
let leavesOut = false;
let shift = 0;
const answer = ({ id, params }) => ({ jsonrpc: '2.0', id: id + shift, result: { number: params[0] } });
const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const asked = JSON.parse(Buffer.concat(parts).toString());
  const answers = Array.isArray(asked) ? asked.map(answer).slice(leavesOut ? 1 : 0) : answer(asked);
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answers));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;
const batching = createClient({ transport: http(url, { batch: true, retryCount: 0 }) });
const alone = createClient({ transport: http(url, { retryCount: 0 }) });
const block = (client, number) =>
  client.request({ method: 'eth_getBlockByNumber', params: [number, false] }).then((got) => got.number, () => 'an error');
const batch = () => Promise.all(['0x1', '0x2', '0x3'].map((number) => block(batching, number)));
console.log('whole batch:', ...(await batch()));
leavesOut = true;
console.log('first answer left out:', ...(await batch()));
shift = 7;
console.log('alone, with the id of another request:', await block(alone, '0x1'));
server.close();
JS
node run.mjs | tee seen
printf '%s\n' 'whole batch: 0x1 0x2 0x3' 'first answer left out: 0x2 0x3 an error' \
  'alone, with the id of another request: 0x1' > expected
diff expected seen && echo 'as described'
