import { parseEther } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { freeNonce } from './account.ts';
import { createTakerClient, type TakerClient } from './client.ts';

const KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const SOMEBODY = '0x00000000000000000000000000000000000000aa';

let anvil: Anvil;
let client: TakerClient;
beforeAll(async () => {
  anvil = await startAnvil();
  client = createTakerClient({ rpcUrl: anvil.rpcUrl, chainId: 31337, key: KEY });
});
afterAll(() => anvil?.stop());

const request = (method: string, params: unknown[]): Promise<unknown> =>
  (client.request as (call: { method: string; params: unknown[] }) => Promise<unknown>)({ method, params });

describe('a transaction left in flight by an earlier life', () => {
  it('is nothing to wait for when there is none', async () => {
    await freeNonce(client, 500);
    expect(await client.getTransactionCount({ address: client.account.address })).toBe(0);
  });

  it('is waited for while it may still get in', async () => {
    await request('evm_setAutomine', [false]);
    const hash = await client.sendTransaction({ to: SOMEBODY, value: 1n });
    const free = freeNonce(client, 20_000);
    await request('evm_mine', []);
    await free;
    expect((await client.getTransactionReceipt({ hash })).status).toBe('success');
  });

  it('is replaced by a transfer to itself when it does not get in, so that no old fill happens later', async () => {
    const hash = await client.sendTransaction({ to: SOMEBODY, value: parseEther('1') });
    const before = await client.getBalance({ address: SOMEBODY });
    const nonce = await client.getTransactionCount({ address: client.account.address });
    const free = freeNonce(client, 500);
    // Once the pool has the other one it knows this one no more.
    const isReplaced = () =>
      client.getTransaction({ hash }).then(
        () => false,
        () => true,
      );
    await expect.poll(isReplaced).toBe(true);
    await request('evm_setAutomine', [true]);
    await request('evm_mine', []);
    await free;
    expect(await client.getTransactionCount({ address: client.account.address })).toBe(nonce + 1);
    expect(await client.getBalance({ address: SOMEBODY })).toBe(before);
    await expect(client.getTransactionReceipt({ hash })).rejects.toThrow();
  });
});
