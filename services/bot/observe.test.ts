import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { policyOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import type { Custody } from '../../lib/ledger/custody.ts';
import type { PricedAsset, PriceSource } from '../../lib/ledger/price-source.ts';
import type { DuePortfolio, PortfolioContext } from '../../lib/ledger/tick-record.ts';
import { FREE, type Venue } from '../../lib/ledger/venue.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type ObservePorts, observeWith } from './observe.ts';
import { readingOf } from './testing/reading.ts';

const HEAD = { number: 100n, hash: '0x01', timeSeconds: 1_700_000_000 } as const;
const SETTLED = { head: HEAD, state: 'settled', reorganised: false } as const;
const away = fail('chain-unavailable', 'away', { when: 'next-tick' });

const dueOf = (id: number): DuePortfolio => ({
  portfolioId: String(id),
  token: '1',
  account: { kind: 'balancer', chainId: 31_337, address: `0x${id.toString(16).padStart(40, '0')}` },
  name: '',
  policyVersion: 1,
  policy: ok(policyOf()),
  failures: id === 3 ? 1 : 0,
});
const CONTEXT: PortfolioContext = {
  ...{
    liveOrders: [],
    lastRebalanceAtSeconds: null,
    soldToday: [],
    cashFlows: [],
    asking: [],
    programmes: [],
  },
  ...{ inFlight: [], recentVolatilityBps: 4_200 },
};
const unused = async (): Promise<Result<never>> => away;
const custody: Custody = {
  read: async (addresses) => ok(addresses.map((address) => ok(readingOf(address)))),
  settle: unused,
  states: unused,
};
const venueOf = (terms: Venue['terms']): Venue => ({
  ...{ id: 'order-book', terms, prepare: unused, check: unused },
  ...{ place: unused, cancel: unused, status: unused },
});

/** A source that knows every asset, and what it was asked. */
const sourceAt = (usdE18: bigint, name: string) => {
  const asked: (readonly PricedAsset[])[] = [];
  const source: PriceSource = async (assets) => {
    asked.push(assets);
    const price = { source: name, ok: true, usdE18, updatedAtSeconds: HEAD.timeSeconds } as const;
    return new Map(assets.map((asset) => [asset, { ...price, token: asset.token }]));
  };
  return { source, asked };
};

const portsOf = (change: Partial<ObservePorts> = {}): ObservePorts => ({
  custodies: { balancer: custody, delegated: custody },
  prices: [sourceAt(10n ** 18n, 'one').source],
  venues: { 'order-book': venueOf(async () => ok(FREE)), oneinch: null, proposal: null },
  readContexts: async (ids) => ok(new Map(ids.map((id) => [id, ok(CONTEXT)]))),
  halted: async () => ok(false),
  keys: 'any',
  illnessOf: () => null,
  tryTokens: async () => ok([]),
  ...change,
});
const seenBy = async (change: Partial<ObservePorts>, due = [dueOf(1), dueOf(2)]) => {
  const seen = await observeWith(portsOf(change))(due, SETTLED, () => false);
  if (!seen.ok) throw new Error(seen.error.message);
  return seen.value;
};

describe('a batch that is observed', () => {
  it('asks each price source once for all assets of everybody, and takes the last one’s price where they agree', async () => {
    const [own, chosen] = [sourceAt(200n * 10n ** 16n, 'own'), sourceAt(201n * 10n ** 16n, 'chosen')];
    const seen = await seenBy({ prices: [own.source, chosen.source] });
    expect([own.asked, chosen.asked].map((asked) => asked.map((assets) => assets.length))).toEqual([
      [4],
      [4],
    ]);
    const price = { ok: true, usdE18: 201n * 10n ** 16n, source: 'own, chosen', disagreementBps: 50 };
    for (const each of seen)
      expect(each).toMatchObject({ ok: true, value: { snapshot: { assets: [{ price }, { price }] } } });
  });

  it('has no price where two sources disagree, and names both with what they say', async () => {
    const [own, chosen] = [sourceAt(2n * 10n ** 18n, 'own'), sourceAt(3n * 10n ** 18n, 'chosen')];
    const [seen] = await seenBy({ prices: [own.source, chosen.source] });
    const detail = expect.stringMatching(/^own says 2 USD and chosen says 3 USD: 5000 bps apart/);
    const price = { ok: false, fault: 'disagree', detail };
    expect(seen).toMatchObject({ ok: true, value: { snapshot: { assets: [{ price }, { price }] } } });
  });

  it('tries tokens at who holds them, and judges them there', async () => {
    const holder = '0x00000000000000000000000000000000000000dd';
    const tried = new Set<string>();
    const [seen] = await seenBy(
      {
        custodies: {
          balancer: {
            ...custody,
            read: async (addresses) =>
              ok(addresses.map((address) => ok({ ...readingOf(address), holder } as const))),
          },
          delegated: custody,
        },
        tryTokens: async (holdings) => {
          for (const one of holdings) tried.add(one.holder);
          return ok([]);
        },
        illnessOf: (token) => (token.holder === holder ? 'held where it is frozen' : null),
      },
      [dueOf(1)],
    );
    expect([...tried]).toEqual([holder]);
    expect(seen).toMatchObject({ ok: true, value: { snapshot: { assets: [{ lock: 'unhealthy' }, {}] } } });
  });

  it('has no price for an asset that no source knows', async () => {
    const [seen] = await seenBy({ prices: [async () => new Map()] });
    expect(seen).toMatchObject({
      ok: true,
      value: { snapshot: { assets: [{ price: { ok: false, fault: 'missing' } }, {}] } },
    });
  });

  it.each([
    ['not-configured', 'no feed of ETH is named'],
    ['prices-unavailable', 'the feed of ETH is silent'],
  ] as const)('holds with the reason where what its venue costs can’t be told: %s', async (code, why) => {
    const untold = { ...venueOf(async () => ok(FREE)), termsFor: async () => fail(code, why) };
    const venues = { 'order-book': untold, oneinch: null, proposal: null };
    const [seen] = await seenBy({ venues });
    if (seen?.ok !== true) throw new Error('it was not seen');
    const { snapshot, policy } = seen.value;
    expect(decide(snapshot, policy).plan).toMatchObject({
      kind: 'hold',
      hold: { reason: 'venue-unavailable', detail: why },
    });
    // A node that is away is another matter: it is asked again at the next tick, and nothing is decided.
    const away = { ...untold, termsFor: unused };
    const [failed] = await seenBy({ venues: { ...venues, 'order-book': away } });
    expect(failed).toMatchObject({ ok: false, error: { code: 'chain-unavailable' } });
  });

  it('knows the costs and the openness of venues from the venues, and the rest from who keeps it', async () => {
    const costs = { ...FREE.costs, gasPerLegUsdE18: 5n };
    const venues = { 'order-book': venueOf(async () => ok({ costs })), oneinch: null, proposal: null };
    const [seen] = await seenBy({ venues });
    expect(seen).toMatchObject({
      ok: true,
      value: {
        fillMode: { epoch: 7n },
        snapshot: { costs, venues: { 'order-book': true, proposal: false }, recentVolatilityBps: 4_200 },
      },
    });
    const [shut] = await seenBy({ venues: { 'order-book': venueOf(unused), oneinch: null, proposal: null } });
    expect(shut).toMatchObject({
      ok: true,
      value: { snapshot: { costs: FREE.costs, venues: { 'order-book': false, proposal: false } } },
    });
  });

  it('tells its custody who failed lately, and one that can’t be read fails alone', async () => {
    const suspects: string[] = [];
    const balancer: Custody = {
      ...custody,
      read: async (addresses, reading) => {
        suspects.push(...reading.suspects);
        return ok(
          addresses.map((address) =>
            address.endsWith('2') ? fail('portfolio-unreadable', 'no') : ok(readingOf(address)),
          ),
        );
      },
    };
    const seen = await seenBy({ custodies: { balancer, delegated: custody } }, [
      dueOf(1),
      dueOf(2),
      dueOf(3),
    ]);
    expect(seen.map(({ ok: isSeen }) => isSeen)).toEqual([true, false, true]);
    expect(suspects).toEqual([dueOf(3).account.address]);
  });

  it('knows what was asked last where a walk goes on from it, and only there', async () => {
    const last = { sellUnits: 1n, buyUnits: 2n, atSeconds: 9 };
    const since = { sellToken: tokenAt(1), buyToken: tokenAt(2), sinceSeconds: 5 };
    const context = { ...CONTEXT, asking: [{ ...since, last }] };
    const walking = { ...dueOf(1), policy: ok(policyOf({ orderTerms: { walk: 'measured' } })) };
    const readContexts = async () => ok(new Map(['1', '2'].map((id) => [id, ok(context)])));
    const seen = await seenBy({ readContexts }, [walking, dueOf(2)]);
    expect(seen.map((one) => one.ok && one.value.snapshot.asking)).toEqual([[{ ...since, last }], [since]]);
  });

  it('fails as a whole when the chain is away', async () => {
    const ports = portsOf({ custodies: { balancer: { ...custody, read: unused }, delegated: custody } });
    expect(await observeWith(ports)([dueOf(1)], SETTLED, () => false)).toEqual(away);
  });
});
