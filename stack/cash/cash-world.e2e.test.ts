import { erc4626Abi } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCashWorld, type CashSide, type CashWorld, FUNDS_UNITS } from '../../e2e/support/cash-world.ts';
import { cashPortfolioAbi } from '../../lib/abi/cash-portfolio-abi.ts';

// The world that an owner's cash is tried in: what it says of itself is true of its chains.

const USDC = 1_000_000n;
const YEAR = 365 * 86_400;
let world: CashWorld;
beforeAll(async () => {
  world = await buildCashWorld();
});
afterAll(() => world?.stop());

const read = <N extends 'owner' | 'authorizedSigner' | 'siblings' | 'look' | 'paused'>(
  { client, portfolio }: CashSide,
  functionName: N,
) => client.readContract({ address: portfolio, abi: cashPortfolioAbi, functionName } as never);

const vaultOf = ({ vaults: [vault] }: CashSide) => {
  if (vault === undefined) throw new Error('no vault');
  return vault.address;
};

const worthOf = ({ client }: CashSide, address: `0x${string}`): Promise<bigint> =>
  client.readContract({
    ...{ address, abi: erc4626Abi, functionName: 'convertToAssets', args: [10n ** 24n] },
  });

describe('two chains with an owner’s USDC on both', () => {
  it('has portfolios of one owner and signer, each open to the other after a true transfer', async () => {
    const [first, second] = world.sides;
    for (const [here, there] of [
      [first, second],
      [second, first],
    ] as const) {
      expect(`${await read(here, 'owner')}`.toLowerCase()).toBe(world.owner);
      expect(`${await read(here, 'authorizedSigner')}`.toLowerCase()).toBe(world.signer);
      const { timestamp } = await here.client.getBlock();
      const [sibling] = (await read(here, 'siblings')) as readonly {
        account: string;
        domain: number;
        openUntil: number;
      }[];
      expect(sibling?.account.toLowerCase()).toBe(there.portfolio);
      expect(sibling?.domain).toBe(there.cctp.domain);
      expect(sibling?.openUntil).toBeGreaterThan(Number(timestamp) + 80 * 86_400);
    }
    expect(await first.usdcOf(first.portfolio)).toBe(FUNDS_UNITS);
    expect(await second.usdcOf(second.portfolio)).toBe(0n);
  });

  it('lets shares grow by the rate that was set, and no faster', async () => {
    const [first] = world.sides;
    const vault = vaultOf(first);
    await first.setRate(vault, 73_000_000_000_000_000n);
    const before = await worthOf(first, vault);
    const { timestamp: from } = await first.client.getBlock();
    await world.pass(50 * 86_400);
    const { timestamp: to } = await first.client.getBlock();
    const grown = Number((((await worthOf(first, vault)) - before) * 10n ** 12n) / before) / 1e12;
    expect(grown * (YEAR / Number(to - from))).toBeCloseTo(0.073, 4);
  });

  it('keeps the rates of days that pass', async () => {
    await world.live(3);
    const rows = await world.database.admin`
      select chain_id, vault, count(*)::int as kept, (max(time_seconds) - min(time_seconds))::float8 as seconds
      from vault_rates group by 1, 2 order by 1, 2`;
    expect(rows.map(({ kept }) => kept)).toEqual([3, 3, 3, 3]);
    expect(Math.min(...rows.map(({ seconds }) => seconds))).toBeGreaterThan(1.99 * 86_400);
  });

  it('breaks a vault either way, as the contract sees it', async () => {
    const [, second] = world.sides;
    const [north, south] = second.vaults;
    if (north === undefined || south === undefined) throw new Error('no vaults');
    await second.breakVault(north.address, 'unreadable');
    await second.breakVault(south.address, 'below-mark');
    const [, , looks] = (await read(second, 'look')) as readonly [
      bigint,
      bigint,
      readonly { state: number }[],
    ];
    expect(looks.map(({ state }) => state)).toEqual([1, 2]);
  });

  it('funds and pauses', async () => {
    const [, second] = world.sides;
    await second.fund(5n * USDC);
    expect(await second.usdcOf(second.portfolio)).toBe(5n * USDC);
    await second.pause();
    expect(await read(second, 'paused')).toBe(true);
  });
});
