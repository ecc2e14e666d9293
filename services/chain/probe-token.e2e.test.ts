import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { plantFeeToken } from '../../e2e/support/fee-token.ts';
import { buildOrderWorld, mint, type OrderWorld } from '../../e2e/support/order-world.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { Secret } from '../secret.ts';
import { type ChainClient, openNodes, readHead } from './chain-client.ts';
import { probeToken } from './probe-token.ts';

const ODD = `0x${'0d'.repeat(20)}` as const;
let anvil: Anvil;
let world: OrderWorld;
let chain: ChainClient;
beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  chain = openNodes({ rpcUrls: [new Secret(anvil.rpcUrl)], facts: chainOfId(31_337) }).chain;
  await plantFeeToken(anvil.rpcUrl, ODD, { keptBps: 9_999, holder: world.portfolio, units: 0n });
  for (let block = 0; block < 101; block += 1)
    await chain.request({ method: 'anvil_mine' as never, params: ['0x1'] as never });
});
afterAll(() => anvil?.stop());

const probe = async (token: `0x${string}`) => {
  const head = await readHead(chain);
  if (!head.ok) throw new Error(head.error.message);
  const probed = await probeToken(chain, { token, holder: world.portfolio }, head.value.number);
  if (!probed.ok) throw new Error(`${probed.error.code}: ${probed.error.message}`);
  return probed.value;
};

describe('a token that is tried', () => {
  it('brings all that is sent, and every change of a balance is a transfer', async () => {
    await mint(world.deployer, world.usdc, { to: world.portfolio, units: 5_000_000n });
    const probed = await probe(world.usdc.token);
    expect(probed).toMatchObject({ decimals: 6, transfer: { kind: 'whole' }, unexplainedUnits: 0n });
    expect(probed.units).toBeGreaterThan(5_000_000n);
  });

  it('brings less when it takes a fee, however small, and shows a balance that came by no transfer', async () => {
    await plantFeeToken(anvil.rpcUrl, ODD, { keptBps: 9_999, holder: world.portfolio, units: 1_000_000n });
    expect(await probe(ODD)).toEqual({
      ...{ decimals: 18, units: 1_000_000n, unexplainedUnits: 1_000_000n },
      transfer: { kind: 'short', missingUnits: 100n },
    });
  });

  it('is refused when it can’t be transferred at all, and nothing was sent on the chain', async () => {
    const before = await world.balanceOf(world.usdc, world.portfolio);
    const nobody = await probeToken(chain, { token: world.contracts.factory, holder: world.portfolio }, 1n);
    expect(nobody.ok).toBe(false);
    await chain.request({
      method: 'anvil_setCode' as never,
      params: [ODD, '0x36604414600f57601260005260206000f35b60006000fd'] as never,
    });
    expect(await probe(ODD)).toMatchObject({ transfer: { kind: 'refused' } });
    expect(await world.balanceOf(world.usdc, world.portfolio)).toBe(before);
  });
});
