import { type Address, concatHex, type Hex, numberToHex, toEventSelector } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { buildOrderWorld, mint, type OrderWorld } from '../../e2e/support/order-world.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { Secret } from '../secret.ts';
import { type Nodes, openNodes, readHead } from './chain-client.ts';
import { readArrivals, readHoldings } from './read-holdings.ts';

const HOLDER: Address = `0x${'ab'.repeat(20)}`;
const SENT_UNASKED = 1_000;
/** A token by its log alone: whoever calls it, it says that something came to the holder. */
const LOGS_ARRIVAL = concatHex([
  '0x73',
  HOLDER,
  '0x60007f',
  toEventSelector('Transfer(address,address,uint256)'),
  '0x60206000a300',
]);

let anvil: Anvil;
let world: OrderWorld;
let nodes: Nodes;
beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  nodes = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(31_337) });
});
afterAll(() => anvil?.stop());

const ask = (method: string, ...params: readonly unknown[]): Promise<unknown> =>
  nodes.chain.request({ method, params } as never);

const headNumber = async (): Promise<bigint> => {
  const head = await readHead(nodes.chain);
  if (!head.ok) throw new Error(head.error.message);
  return head.value.number;
};

const read = async (holder: Address, tokens: readonly Address[]) => {
  const held = await readHoldings(nodes.batching, { holder, tokens, blockNumber: await headNumber() });
  if (!held.ok) throw new Error(held.error.message);
  return held.value;
};

const arrived = async (): Promise<ReadonlySet<string> | null> => {
  const found = await readArrivals(nodes.chain, { holder: HOLDER, blockNumber: await headNumber() });
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
};

describe('what an address holds', () => {
  it('is nothing of an address that nobody has used', async () => {
    expect(await read(HOLDER, [world.usdc.token])).toEqual({
      ...{ isContract: false, nativeWei: 0n, units: [0n] },
    });
    expect(await arrived()).toEqual(new Set());
  });

  it('is read of each token by itself: one that is none, or refuses, keeps nobody from the others', async () => {
    await mint(world.deployer, world.usdc, { to: HOLDER, units: 5_000_000n });
    await ask('anvil_setBalance', HOLDER, numberToHex(10n ** 18n));
    const refusing: Address = `0x${'0e'.repeat(20)}`;
    await ask('anvil_setCode', refusing, '0x60006000fd');
    const held = await read(HOLDER, [refusing, world.usdc.token, `0x${'0f'.repeat(20)}`]);
    expect(held).toEqual({ isContract: false, nativeWei: 10n ** 18n, units: [null, 5_000_000n, null] });
  });

  it('is a contract’s where code lives, and an account’s where the code is a delegation', async () => {
    expect((await read(world.portfolio, [])).isContract).toBe(true);
    const delegated: Hex = concatHex(['0xef0100', world.portfolio]);
    await ask('anvil_setCode', `0x${'d1'.repeat(20)}`, delegated);
    expect((await read(`0x${'d1'.repeat(20)}`, [])).isContract).toBe(false);
  });

  it(`counts ${SENT_UNASKED} tokens that were sent unasked by one search, whatever they are`, async () => {
    const before = await arrived();
    await ask('evm_setAutomine', false);
    for (let made = 0; made < SENT_UNASKED; made += 1) {
      const token = numberToHex((0x7an << 152n) + BigInt(made), { size: 20 });
      await ask('anvil_setCode', token, LOGS_ARRIVAL);
      await ask('eth_sendTransaction', { from: world.deployer.account.address, to: token, gas: '0xc350' });
    }
    await ask('evm_setAutomine', true);
    await ask('anvil_mine', '0x3');
    expect((await arrived())?.size).toBe((before?.size ?? 0) + SENT_UNASKED);
  });
});
