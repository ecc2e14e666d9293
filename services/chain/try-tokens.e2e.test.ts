import type { Address } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { HONEST_TOKEN, hostileAddress, setToken } from '../../e2e/support/hostile-asset.ts';
import { buildOrderWorld, type OrderWorld } from '../../e2e/support/order-world.ts';
import { turnToken } from '../../e2e/support/turned-token.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import type { Holding } from '../../lib/tokens/token-trial.ts';
import { Secret } from '../secret.ts';
import { type ChainClient, openNodes, readHead } from './chain-client.ts';
import { tryTokens } from './try-tokens.ts';

let anvil: Anvil;
let world: OrderWorld;
let chain: ChainClient;
beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  chain = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(31_337) }).chain;
});
afterAll(() => anvil?.stop());

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  chain.request({ method: method as never, params: params as never });
const held = (token: Address, holder: Address = world.portfolio): Holding => ({ token, holder, units: 1n });
const found = async (...holdings: readonly Holding[]) => {
  const head = await readHead(chain);
  if (!head.ok) throw new Error(head.error.message);
  const tried = await tryTokens(chain, holdings, head.value.number);
  if (!tried.ok) throw new Error(`${tried.error.code}: ${tried.error.message}`);
  return tried.value;
};

describe('tokens that are tried in one question', () => {
  it('bring what is sent, each holder’s own, and nothing was sent on the chain', async () => {
    const before = await world.balanceOf(world.usdc, world.portfolio);
    const both = [held(world.usdc.token), held(world.wbtc.token), held(world.usdc.token, world.taker)];
    expect(await found(...both)).toEqual(['whole', 'whole', 'whole']);
    expect(await world.balanceOf(world.usdc, world.portfolio)).toBe(before);
    expect(before).toBeGreaterThan(0n);
  });

  it('are no word where there is nothing to send', async () => {
    expect(await found(held(world.usdc.token, hostileAddress('feed', 9)))).toEqual([null]);
  });

  it.each([
    ['a fee of a basis point', { kind: 'fee', keptBps: 9_999 }, 'short'],
    ['a fee of all', { kind: 'fee', keptBps: 0 }, 'short'],
    ['a pause', { kind: 'paused' }, 'refused'],
  ] as const)('show %s, and the others beside it are well', async (_title, turn, finding) => {
    const turnBack = await turnToken(rpc, world.usdc.token, turn);
    expect(await found(held(world.wbtc.token), held(world.usdc.token))).toEqual(['whole', finding]);
    await turnBack();
    expect(await found(held(world.usdc.token))).toEqual(['whole']);
  });

  it('are refused when they burn what they are given, lie about balances, answer a megabyte or are none', async () => {
    const [burning, lying, long, none] = [1, 2, 3, 4].map((number) => hostileAddress('token', number));
    if (burning === undefined || lying === undefined || long === undefined || none === undefined) return;
    await setToken(rpc, burning, { ...HONEST_TOKEN, balanceOf: { kind: 'burn' } });
    await setToken(rpc, lying, HONEST_TOKEN);
    await setToken(rpc, long, { ...HONEST_TOKEN, balanceOf: { kind: 'long', length: 1_000_000 } });
    const beside = held(world.usdc.token);
    expect(
      await found(held(burning), beside, held(lying), beside, held(long), beside, held(none), beside),
    ).toEqual(['refused', 'whole', 'short', 'whole', 'refused', 'whole', 'refused', 'whole']);
  });

  it('fail as the node does, which says nothing of any token', async () => {
    const unknown = await tryTokens(chain, [held(world.usdc.token)], 10_000_000n);
    expect(unknown.ok).toBe(false);
  });
});
