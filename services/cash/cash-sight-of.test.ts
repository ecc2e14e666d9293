import { describe, expect, it } from 'vitest';
import { cashValueUnits } from '../../lib/cash/cash-holdings.ts';
import type { CashReason } from '../../lib/cash/cash-reasons.ts';
import type { CashSight } from '../../lib/cash/cash-sight.ts';
import { decideCash } from '../../lib/cash/decide-cash.ts';
import type { KnownVault } from '../../lib/cash/known-vault.ts';
import { NOW, openPolicy, percent, usdc } from '../../lib/cash/testing/cash-builders.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { cashSightOf } from './cash-sight-of.ts';
import {
  ATTESTED,
  accountOf,
  addressOf,
  aroundOf,
  knownOf,
  lookOf,
  OWNER,
  readingOf,
  SHARE,
  SIGNER,
  sourcesOf,
  transferOf,
  venueOf,
  viewOf,
} from './testing/cash-readings.ts';

const [GOOD, BAD] = [addressOf(11), addressOf(12)];
const policy = openPolicy({ chainCaps: [1, 2].map((chainId) => ({ chainId, capBps: 10_000 })) });
const siblings = (other: number) => [
  { account: addressOf(other), domain: other, testedAt: 1, openUntil: NOW + 86_400 },
];

const bothRead = () => [
  viewOf(1, {
    readings: [readingOf(addressOf(1), { vaults: [lookOf(GOOD, 0)], siblings: siblings(2) })],
    venues: [venueOf(GOOD)],
  }),
  viewOf(2, {
    readings: [readingOf(addressOf(2), { usdcHeld: usdc(50), siblings: siblings(1) })],
  }),
];

const chainIn = ({ snapshot }: CashSight, chainId: number) => {
  const chain = snapshot.chains.find((one) => one.chainId === chainId);
  if (chain === undefined) throw new Error(`no chain ${chainId}`);
  return chain;
};

describe('what portfolios say becomes one look', () => {
  it('with what is left of their budgets, their stamps, limits and siblings', () => {
    const used = readingOf(addressOf(1), {
      budgets: {
        ...{ lossLevelE18: E18 / 400n, lossCapacityE18: E18 / 200n, turnoverLevelE18: 3n * E18 },
        ...{ turnoverCapacityE18: 2n * E18, bridgeLevelE18: 0n, bridgeCapacityE18: E18 / 4n },
        bridgedAt: BigInt(NOW - 9),
      },
      ...{ vaults: [lookOf(GOOD, 7, { depositedAt: NOW - 5, capBps: 4_000 })], siblings: siblings(2) },
    });
    const sight = cashSightOf(
      sourcesOf(),
      aroundOf([viewOf(1, { readings: [used], venues: [venueOf(GOOD)] }), ...bothRead().slice(1)]),
    );
    expect(chainIn(sight, 1)).toMatchObject({
      ...{ idleUnits: usdc(10_000), paused: false, lagging: false, minMoveBps: 10, cooldownSeconds: 3_600 },
      ...{ lossLeftE18: E18 / 400n, turnoverLeftE18: 0n, bridgeLeftE18: E18 / 4n },
      ...{ lastBridgedAtSeconds: NOW - 9, siblings: [{ chainId: 2, openUntilSeconds: NOW + 86_400 }] },
      vaults: [
        {
          ...{ vault: GOOD, heldUnits: usdc(7), givenUnits: usdc(7), capBps: 4_000, fault: null },
          ...{ lastDepositedAtSeconds: NOW - 5, lastRedeemedAtSeconds: null, redeemableUnits: null },
        },
      ],
    });
    expect(sight.accounts[0]).toMatchObject({
      ...{ portfolioId: '1', address: addressOf(1), owner: OWNER, signer: SIGNER, generation: 3n },
      ...{ nonceWord0: 5n, blockNumber: 100n, deadlineMaxSeconds: 3_600, maxLossBps: 25 },
      vaults: [{ vault: GOOD, decimals: 18, shares: 7n * SHARE, liveUnits: usdc(1), markUnits: usdc(1) }],
    });
    expect(sight.snapshot).toMatchObject({ nowSeconds: NOW, anchor: [], leadE18: E18 / 10n, halted: false });
  });

  it.each([
    ['at its rate, below its mark', { live: 999_000n, worth: usdc(999) }, usdc(999)],
    ['at its mark, above it', { live: 1_100_000n, worth: usdc(1_000) }, usdc(1_000)],
    ['at what the contract lets the mark grow to', { live: 1_100_000n, worth: usdc(1_001) }, usdc(1_001)],
    ['rounded down', { live: 999_999n, shares: 1_000n * SHARE + 1n, worth: 0n }, 999_999_000n],
    [
      'beyond what the vault was given, which is of budgets alone',
      { given: usdc(5), worth: usdc(5) },
      usdc(1_000),
    ],
  ])('and shares are worth what they are %s', (_title, more, heldUnits) => {
    const reading = readingOf(addressOf(1), { vaults: [lookOf(GOOD, 1_000, more)] });
    const sight = cashSightOf(sourcesOf(), aroundOf([viewOf(1, { readings: [reading] })]));
    expect(chainIn(sight, 1).vaults[0]?.heldUnits).toBe(heldUnits);
  });

  it('but not of one that has changed hands, or names another key, or another portfolio as its sibling', () => {
    const stranger = [{ ...siblings(2)[0], account: addressOf(66) }] as never;
    const of = (more: object) =>
      cashSightOf(
        sourcesOf({ accounts: [accountOf(1)] }),
        aroundOf([viewOf(1, { readings: [readingOf(addressOf(1), more)] })]),
      );
    expect(of({ owner: addressOf(77) })).toMatchObject({ accounts: [], snapshot: { chains: [] } });
    expect(of({ signer: addressOf(77) })).toMatchObject({ accounts: [], snapshot: { chains: [] } });
    const [, second] = bothRead();
    if (second === undefined) throw new Error('no chain');
    const first = viewOf(1, { readings: [readingOf(addressOf(1), { siblings: stranger })] });
    expect(chainIn(cashSightOf(sourcesOf(), aroundOf([first, second])), 1).siblings).toEqual([]);
  });

  it('whose way to another chain is closed while nobody tells what Circle takes', () => {
    const [first, second] = bothRead();
    if (first === undefined || second === undefined) throw new Error('no chains');
    const unknown = { ...first, feeBpsTo: new Map<number, number>() };
    expect(chainIn(cashSightOf(sourcesOf(), aroundOf([unknown, second])), 1).siblings).toEqual([]);
    const dear = { ...first, feeBpsTo: new Map([[2, 3]]) };
    expect(chainIn(cashSightOf(sourcesOf(), aroundOf([dear, second])), 1).bridgeFeeBpsMax).toBe(3);
  });
});

describe('a chain', () => {
  const away = () => [...bothRead().slice(0, 1), viewOf(2, { read: null, costs: null })];

  it('that is down keeps what was seen of it last and is left alone; the other is as it was', () => {
    const whole = cashSightOf(sourcesOf(), aroundOf(bothRead()));
    const unseen = cashSightOf(sourcesOf(), aroundOf(away()));
    expect(chainIn(unseen, 2)).toMatchObject({ idleUnits: 0n, lagging: true, vaults: [], costs: null });
    const known = cashSightOf(sourcesOf({ last: whole.snapshot }), aroundOf(away()));
    expect(chainIn(known, 2)).toEqual({ ...chainIn(whole, 2), lagging: true });
    expect(cashValueUnits(known.snapshot)).toBe(cashValueUnits(whole.snapshot));
    expect(chainIn(known, 1)).toEqual(chainIn(whole, 1));
    expect(known.accounts.map(({ chainId }) => chainId)).toEqual([1]);
  });

  it('whose portfolio alone can’t be read is no other than one that is down', () => {
    const [first] = bothRead();
    if (first === undefined) throw new Error('no chain');
    const sight = cashSightOf(sourcesOf(), aroundOf([first, viewOf(2)]));
    expect(chainIn(sight, 2)).toMatchObject({ lagging: true });
  });

  it('whose head is a quarter of an hour older than another’s lags', () => {
    const [first, second] = bothRead();
    if (first === undefined || second?.read === undefined || second.read === null)
      throw new Error('no chains');
    const headAt = (timeSeconds: number) => ({
      ...second,
      read: second.read && { ...second.read, head: { ...second.read.head, timeSeconds } },
    });
    const laggingAt = (timeSeconds: number) =>
      chainIn(cashSightOf(sourcesOf(), aroundOf([first, headAt(timeSeconds)])), 2).lagging;
    expect([laggingAt(NOW - 900), laggingAt(NOW - 901)]).toEqual([false, true]);
  });
});

describe('what is on its way', () => {
  const arriving = (coming: ReturnType<typeof transferOf>, more: object = {}, usedNonces: never[] = []) => {
    const [first] = bothRead();
    if (first === undefined) throw new Error('no chain');
    const views = [first, viewOf(2, { readings: [readingOf(addressOf(2))], usedNonces })];
    const sources = sourcesOf({ coming: [{ transfer: coming, dueInSeconds: 600 }] });
    return chainIn(cashSightOf(sources, aroundOf(views, more)), 2).arriving;
  };
  const due = NOW + 600;

  it('counts once, by what is sure to arrive, until it is minted in the block of the balances', () => {
    const attested = transferOf({ status: 'attested', attested: ATTESTED });
    expect(arriving(attested)).toEqual([{ units: usdc(499), dueAtSeconds: due }]);
    expect(arriving(attested, {}, [ATTESTED.nonce] as never[])).toEqual([]);
    expect(arriving(transferOf({ status: 'wanted', burn: null }))).toEqual([]);
  });

  it('is waited for and counts nothing while nobody can say whether it has arrived', () => {
    expect(arriving(transferOf())).toEqual([{ units: 0n, dueAtSeconds: due }]);
    const unattested = new Set([transferOf().id]);
    expect(arriving(transferOf(), { unattested })).toEqual([{ units: usdc(499), dueAtSeconds: due }]);
  });

  it('counts nothing while its own chain was read before the burn, where it still lies in hand', () => {
    const { burn } = transferOf();
    const later = transferOf({
      ...{ status: 'attested', attested: ATTESTED, burn: burn && { ...burn, blockNumber: 101n } },
    });
    expect(arriving(later)).toEqual([{ units: 0n, dueAtSeconds: due }]);
  });
});

describe('a vault that can’t be trusted is left alone, and takes nothing from its neighbour', () => {
  type Case = {
    readonly look?: object;
    readonly venue?: object | null;
    readonly known?: Partial<KnownVault>;
  };

  const decided = ({ look = {}, venue = {}, known = {} }: Case) => {
    const reading = readingOf(addressOf(1), {
      vaults: [lookOf(GOOD, 0), lookOf(BAD, 0, look)],
    });
    const venues = [venueOf(GOOD), ...(venue === null ? [] : [venueOf(BAD, venue)])];
    const around = aroundOf([viewOf(1, { readings: [reading], venues })], {
      knownOf: (_chainId, vault) => (vault === BAD ? knownOf(9, known) : knownOf(4)),
    });
    const sight = cashSightOf(sourcesOf({ accounts: [accountOf(1)] }), around);
    const { plan, vaults } = decideCash(sight.snapshot, policy);
    return { plan, reason: vaults.find(({ vault }) => vault === BAD)?.reason ?? null };
  };

  const at = (value: bigint, atSeconds = NOW - 60) => ({ value, atSeconds, source: 'DefiLlama' });
  const HOUR = 3_600;

  it.each<[string, Case, CashReason]>([
    ['that reverts, or eats its gas', { look: { state: 1, live: 0n }, venue: null }, 'vault-unreadable'],
    ['whose share price has fallen', { look: { state: 2 } }, 'vault-below-mark'],
    ['in a state that this code doesn’t know', { look: { state: 7 } }, 'vault-unreadable'],
    ['that holds another token by now', { venue: { asset: addressOf(99) } }, 'vault-unreadable'],
    ['whose shares have other decimals by now', { venue: { decimals: 6 } }, 'vault-unreadable'],
    ['that says nothing of what it holds', { venue: null }, 'rate-missing'],
    ['that says it holds more than there is', { venue: { totalAssets: 2n ** 100n } }, 'rate-missing'],
    ['of which nobody tells what it pays', { known: { now: null } }, 'rate-missing'],
    ['that is known for less than a month', { known: { month: null } }, 'rate-missing'],
    [
      'whose prices ended two days ago',
      { known: { month: at(percent(9), NOW - 48 * HOUR) } },
      'rate-missing',
    ],
    ['whose rate is two days old', { known: { now: at(percent(9), NOW - 48 * HOUR) } }, 'rate-stale'],
    ['whose rate is of a time to come', { known: { now: at(percent(9), NOW + 60) } }, 'rate-stale'],
    ['that takes', { known: { now: at(-percent(1)) } }, 'rate-negative'],
    ['that says 51 %', { known: { now: at(percent(51)) } }, 'rate-absurd'],
    ['that says 16 %, and has not paid it', { known: { now: at(percent(16)) } }, 'rate-doubted'],
    ['whose depositors are leaving', { known: { tvlWeekAgo: at(usdc(200_000_000)) } }, 'depositors-leaving'],
  ])('one %s', (_title, one, reason) => {
    const { plan, reason: given } = decided(one);
    expect(given).toBe(reason);
    expect(plan).toMatchObject({ kind: 'move', moves: [{ kind: 'deposit', vault: GOOD }] });
  });

  it('while a sound one that pays more is taken', () => {
    expect(decided({}).plan).toMatchObject({ kind: 'move', moves: [{ kind: 'deposit', vault: BAD }] });
  });
});
