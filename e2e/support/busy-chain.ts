import { type Address, type Hex, keccak256, numberToHex, pad, toEventSelector, toHex } from 'viem';
import { z } from 'zod';
import type { NodeLog } from './hosted-node.ts';

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
const PAYER: Address = '0x00000000000000000000000000000000000000fe';
const HEADERS_A_REQUEST = 500;
/** More would take longer than a request may. */
const MINED_A_REQUEST = 1_000;
const SECONDS_A_BLOCK = 12;

const header = z.object({ number: z.string(), hash: z.string(), timestamp: z.string() });
const replies = z.array(z.object({ id: z.number(), result: header }));

export type Payments = { readonly token: Address; readonly account: Address; readonly blocks: number };

const post = async (rpcUrl: string, body: unknown): Promise<unknown> => {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
};

const headersOf = async (rpcUrl: string, from: number, count: number) => {
  const body = Array.from({ length: count }, (_, index) => ({
    jsonrpc: '2.0',
    id: index,
    method: 'eth_getBlockByNumber',
    params: [numberToHex(from + index), false],
  }));
  const answers = replies.parse(await post(rpcUrl, body));
  return answers.sort((a, b) => a.id - b.id).map(({ result }) => result);
};

/** Mines that many blocks, twelve seconds apart, and answers one payment to the account in each, as its token would log it. */
export const mineWithPayments = async (
  rpcUrl: string,
  { token, account, blocks }: Payments,
): Promise<readonly NodeLog[]> => {
  const head = z.object({ result: z.string() });
  const before = Number(
    head.parse(await post(rpcUrl, { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] })).result,
  );
  for (let mined = 0; mined < blocks; mined += MINED_A_REQUEST) {
    const params = [numberToHex(Math.min(MINED_A_REQUEST, blocks - mined)), numberToHex(SECONDS_A_BLOCK)];
    await post(rpcUrl, { jsonrpc: '2.0', id: 1, method: 'anvil_mine', params });
  }
  const logs: NodeLog[] = [];
  for (let done = 0; done < blocks; done += HEADERS_A_REQUEST) {
    const count = Math.min(HEADERS_A_REQUEST, blocks - done);
    for (const block of await headersOf(rpcUrl, before + 1 + done, count))
      logs.push({
        address: token,
        topics: [TRANSFER, pad(PAYER), pad(account)],
        data: numberToHex(1, { size: 32 }),
        blockNumber: block.number as Hex,
        blockHash: block.hash,
        blockTimestamp: block.timestamp,
        transactionHash: keccak256(toHex(`payment ${block.number}`)),
        transactionIndex: '0x0',
        logIndex: '0x0',
        removed: false,
      });
  }
  return logs;
};
