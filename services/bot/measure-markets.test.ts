import { describe, expect, it } from 'vitest';
import { policyOf, snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { measuringMarkets, type ReadVolatilities, rememberVolatilities } from './measure-markets.ts';
import type { Observe, Observed } from './observe.ts';

const away = fail('database-unavailable', 'The connection was cut.', { when: 'next-tick' });
const HEAD = { number: 100n, hash: '0x', timeSeconds: 10_000 } as const;

const seenWith = (walk: 'fixed' | 'measured'): Result<Observed> =>
  ok({
    snapshot: snapshotOf([
      { usd: 1, targetBps: 5_000 },
      { usd: 1, targetBps: 5_000 },
    ]),
    policy: policyOf({ orderTerms: { walk } }),
    ...{ signer: null, fillMode: { kind: 'parts', series: 1n, epoch: 0n } },
    ...{ feedPrices: new Map(), swapping: null, liveOrders: [] },
  });

/** Knows the first asset's volatility alone, and what it was asked. */
const reader = () => {
  const asked: string[][] = [];
  const read: ReadVolatilities = async (series) => {
    asked.push(series.map(({ asset, source }) => `${asset} ${source}`));
    return ok(series.filter(({ asset }) => asset === 'A').map((one) => ({ ...one, annualBps: 6_000 })));
  };
  return { asked, read };
};

const marketsOf = async (
  seen: readonly Result<Observed>[],
  volatilitiesOf: ReturnType<typeof rememberVolatilities>,
  timeSeconds: number = HEAD.timeSeconds,
) => {
  const observe: Observe = async () => ok(seen);
  const measuring = measuringMarkets({ blockSeconds: 2, clockSeconds: 60, volatilitiesOf }, observe);
  const told = await measuring(
    [],
    { head: { ...HEAD, timeSeconds }, state: 'settled', reorganised: false },
    () => false,
  );
  return told.ok ? told.value.map((one) => (one.ok ? one.value.snapshot.market : one.error.code)) : told;
};

describe('the market of a batch', () => {
  it('is measured for those whose prices walk at its pace, and for nobody else', async () => {
    const { asked, read } = reader();
    const markets = await marketsOf(
      [seenWith('measured'), seenWith('fixed'), away],
      rememberVolatilities(read),
    );
    const market = {
      ...{ blockSeconds: 2, clockSeconds: 60, volatility: [{ token: tokenAt(0), annualBps: 6_000 }] },
    };
    expect(markets).toEqual([market, undefined, 'database-unavailable']);
    expect(asked).toEqual([['A recorded 31337 built', 'B recorded 31337 built']]);
  });

  it('costs nothing where nobody walks at its pace', async () => {
    const { asked, read } = reader();
    expect(await marketsOf([seenWith('fixed')], rememberVolatilities(read))).toEqual([undefined]);
    expect(asked).toEqual([]);
  });

  it('is remembered for ten minutes, also that there were too few prices', async () => {
    const { asked, read } = reader();
    const volatilitiesOf = rememberVolatilities(read);
    await marketsOf([seenWith('measured')], volatilitiesOf);
    await marketsOf([seenWith('measured')], volatilitiesOf, 10_600);
    expect(asked).toHaveLength(1);
    await marketsOf([seenWith('measured')], volatilitiesOf, 10_601);
    expect(asked).toHaveLength(2);
  });

  it('fails as the database does, and remembers nothing of it', async () => {
    const { read } = reader();
    let isAway = true;
    const volatilitiesOf = rememberVolatilities(async (...question) => (isAway ? away : read(...question)));
    expect(await marketsOf([seenWith('measured')], volatilitiesOf)).toEqual(away);
    isAway = false;
    expect(await marketsOf([seenWith('measured')], volatilitiesOf)).toMatchObject([{ blockSeconds: 2 }]);
  });
});
