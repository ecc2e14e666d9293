import { type Hex, keccak256, stringToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import type { AskedSwap } from '../../lib/intents/quote.ts';
import { SWAP_ENDS, type SwapEnd } from '../../lib/intents/swap.ts';
import { ok } from '../../lib/result.ts';
import type { IntentsFakeTerms } from '../../stack/intents/intents-fake.ts';
import type { Outcome } from '../../stack/intents/provider.ts';
import { type LegJournal, legRunner, type OpenLeg, type SignedLeg } from '../intents/advance-legs.ts';
import { type IntentsWorld, openIntents, TOKENS } from '../intents/testing/intents-world.ts';
import { Secret } from '../secret.ts';
import { intentSigner } from '../signers/intent-signer.ts';
import { keySigner } from '../signers/signer.ts';

const KEY = keccak256(stringToBytes('an index account of a test'));
const account = privateKeyToAccount(KEY).address.toLowerCase() as Hex;
const USDC = 'nep141:usdc.near';
const AMOUNT = 100_000_000n;
const START = 10_000_000_000n;

const assetOf = (index: number): string => `nep141:asset-${index}.omft.near`;
const legIdOf = (index: number): Hex => keccak256(stringToBytes(`leg ${index}`));
const tokensOf = (count: number): IntentsFakeTerms['tokens'] => [
  ...TOKENS,
  ...Array.from({ length: count }, (_, index) => ({
    ...{ assetId: assetOf(index), decimals: 8, blockchain: 'btc', symbol: `A${index}` },
    ...{ priceMicroUsd: BigInt(1_000_000 * (index + 1)), leastUnits: 10n },
  })),
];
const askedOf = (index: number): AskedSwap => ({
  ...{ originAsset: USDC, destinationAsset: assetOf(index), amountUnits: AMOUNT, slippageBps: 100 },
  ...{ leastOutUnits: 1n, depositType: 'INTENTS', refundType: 'INTENTS', recipientType: 'INTENTS' },
  ...{ refundTo: account, recipient: account, deadlineSeconds: 0 },
});

/** The process ends here: nothing after it happens, whatever it was about to do. */
class Crash extends Error {}

/** What survives a crash. */
const memory = (count: number, fromSeconds: number) => {
  const signed = new Map<Hex, SignedLeg>();
  const ends = new Map<Hex, SwapEnd>();
  const journal: LegJournal = {
    open: async () =>
      ok(
        Array.from({ length: count }, (_, index): OpenLeg => {
          const legId = legIdOf(index);
          return { legId, account, asked: askedOf(index), signed: signed.get(legId) ?? null, fromSeconds };
        }).filter(({ legId }) => !ends.has(legId)),
      ),
    noteSigned: async (legId, leg) => {
      if (signed.has(legId)) return ok(false);
      signed.set(legId, leg);
      return ok(true);
    },
    noteEnd: async (legId, end) => {
      ends.set(legId, end);
      return ok(null);
    },
  };
  return { journal, signed, ends };
};

type Crashing = { readonly at: number; readonly when: 'before' | 'after'; calls: number };

/** Every call to the outside counts; one of them is the last that the process makes, with its effect or without. */
const crashing = <T extends object>(ports: T, crash: Crashing | null): T => {
  if (crash === null) return ports;
  const entries = Object.entries(ports).map(([name, call]) => [
    name,
    async (...given: readonly unknown[]) => {
      crash.calls += 1;
      const isIt = crash.calls === crash.at;
      if (crash.calls > crash.at || (isIt && crash.when === 'before')) throw new Crash();
      const answer = await call(...given);
      if (isIt || crash.calls >= crash.at) throw new Crash();
      return answer;
    },
  ]);
  return Object.fromEntries(entries) as T;
};

const runnerOf = (
  { api, verifier, fake, clock }: IntentsWorld,
  journal: LegJournal,
  { crash, asksMax }: { readonly crash: Crashing | null; readonly asksMax: number },
) => {
  const nowSeconds = () => clock.seconds;
  const signer = intentSigner({
    ...{ quoteKey: fake.quoteKey, openSigner: async () => ok(keySigner(new Secret(KEY))), nowSeconds },
  });
  return legRunner(
    {
      ...{
        api: crashing(api, crash),
        verifier: crashing(verifier, crash),
        quoteKey: fake.quoteKey,
        nowSeconds,
      },
      ...{ journal: crashing(journal, crash), sign: crashing(signer, crash).sign },
    },
    asksMax,
  );
};

type Story = {
  readonly legs: number;
  readonly outcomeOf?: (index: number) => Outcome;
  readonly crash?: Crashing | null;
  readonly perSecond?: number;
  readonly secondsMax?: number;
  readonly fault?: (world: IntentsWorld, second: number) => void;
};

/** Runs a construction to its end, a round each second, and says how it came out, by the ledger alone. */
const construct = async (story: Story) => {
  const { legs, crash = null, perSecond, secondsMax = 300 } = story;
  const world = await openIntents({
    tokens: tokensOf(legs),
    ...(perSecond === undefined ? {} : { perSecond }),
    outcomeOf: ({ destinationAsset }) =>
      story.outcomeOf?.(Number(/asset-(\d+)/.exec(destinationAsset)?.[1] ?? 0)) ?? 'swap',
  });
  const from = world.clock.seconds;
  world.fake.ledger.give({ account, token: USDC, units: START }, from);
  const { journal, signed, ends } = memory(legs, from);
  const asksMax = perSecond ?? 1_000;
  let runner = runnerOf(world, journal, { crash, asksMax });
  let crashes = 0;
  const failures: string[] = [];
  while (ends.size < legs && world.clock.seconds < from + secondsMax) {
    story.fault?.(world, world.clock.seconds - from);
    try {
      const round = await runner.round();
      if (round.ok) for (const one of round.value.values()) if (one.kind === 'failed') failures.push(one.why);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashes += 1;
      runner = runnerOf(world, journal, { crash: null, asksMax });
    }
    world.clock.seconds += 1;
  }
  const seconds = world.clock.seconds - from;
  const { ledger } = world.fake;
  const usdc = ledger.balanceOf(account, USDC);
  const bought = Array.from({ length: legs }, (_, index) => ledger.balanceOf(account, assetOf(index)));
  const atProvider = [...signed.values()].map((leg) => ledger.balanceOf(leg.depositAddress, USDC));
  const statuses = world.fake.api.asked.length;
  await world.fake.close();
  return { seconds, usdc, bought, atProvider, ends, crashes, failures, statuses };
};

/** What a leg gives at the fake's prices: 0.1 % less than it is worth. */
const outOf = (index: number): bigint => (99_900_000n * 100n) / BigInt(index + 1);

describe('a construction', () => {
  it('of 10 assets takes no more than twice the time of one leg', async () => {
    const { seconds, ends, usdc, bought } = await construct({ legs: 10 });
    expect([...ends.values()]).toEqual(Array(10).fill('swapped'));
    expect(seconds).toBeLessThanOrEqual(2 * 16);
    expect(usdc).toBe(START - 10n * AMOUNT);
    expect(bought).toEqual(Array.from({ length: 10 }, (_, index) => outOf(index)));
  });

  it('of 20 assets keeps within 10 requests a second, and ends', async () => {
    const { seconds, ends, failures, usdc } = await construct({ legs: 20, perSecond: 10 });
    expect([...ends.values()]).toEqual(Array(20).fill('swapped'));
    expect(failures).toEqual([]);
    expect(usdc).toBe(START - 20n * AMOUNT);
    expect(seconds).toBeLessThanOrEqual(4 * 16);
  });

  it('whose swaps end in every way has each told apart, and no unit of it is lost or spent twice', async () => {
    const outcomes: readonly Outcome[] = [
      ...(['swap', 'swap-and-return-some', 'short', 'refund', 'refund-as-success', 'fail'] as const),
      ...(['stay', 'odd-word', 'refund-without-amount'] as const),
    ];
    const { ends, usdc, atProvider, bought } = await construct({
      legs: outcomes.length,
      outcomeOf: (index) => outcomes[index] ?? 'swap',
      secondsMax: 120,
    });
    const endOf = (index: number) => ends.get(legIdOf(index)) ?? 'open';
    expect(outcomes.map((_, index) => endOf(index))).toEqual([
      ...['swapped', 'swapped-with-refund', 'swapped-short', 'refunded', 'refunded-as-success', 'failed'],
      ...['open', 'open', 'open'],
    ]);
    // Three were given back whole, one by a unit; of the failed one and of the two that wait the money is at the provider.
    expect(usdc).toBe(START - 6n * AMOUNT + 1n);
    expect(atProvider.reduce((sum, units) => sum + units, 0n)).toBe(3n * AMOUNT);
    expect(bought.filter((units) => units > 0n)).toHaveLength(3);
    expect(SWAP_ENDS.failed.mayPlan).toBe(false);
  });

  it('whose API takes intents and says that it did not spends each leg once', async () => {
    const { ends, usdc } = await construct({
      legs: 3,
      fault: ({ fake }, second) => {
        fake.api.fault.current = (asked, right) =>
          second < 5 && asked.url.pathname === '/v0/submit-intent' ? { status: 400, body: '{}' } : right;
      },
    });
    expect([...ends.values()]).toEqual(['swapped', 'swapped', 'swapped']);
    expect(usdc).toBe(START - 3n * AMOUNT);
  });

  it('whose API drops intents for good ends unsent, with every unit where it was', async () => {
    const { ends, usdc, seconds } = await construct({
      legs: 2,
      fault: ({ fake }) => {
        fake.api.fault.current = null;
        const { asked } = fake.api;
        fake.api.fault.current = asked.some(({ url }) => url.pathname === '/v0/quote')
          ? { status: 400, body: '{"message":"closed"}' }
          : null;
      },
    });
    expect([...ends.values()]).toEqual(['not-sent', 'not-sent']);
    expect(usdc).toBe(START);
    expect(seconds).toBeGreaterThan(120);
  });

  it('goes on after the process has ended at any call, with its effect or without: 0 lost, 0 doubled', async () => {
    const legs = 2;
    const outcomeOf = (index: number): Outcome => (index === 0 ? 'swap' : 'refund');
    const whole: Crashing = { at: Number.POSITIVE_INFINITY, when: 'before', calls: 0 };
    await construct({ legs, outcomeOf, crash: whole });
    expect(whole.calls).toBeGreaterThan(20);
    for (let at = 1; at <= whole.calls; at += 1)
      for (const when of ['before', 'after'] as const) {
        const told = await construct({ legs, outcomeOf, crash: { at, when, calls: 0 } });
        const place = `call ${at}, ${when}`;
        expect(told.crashes, place).toBe(1);
        expect([told.ends.get(legIdOf(0)), told.ends.get(legIdOf(1))], place).toEqual([
          'swapped',
          'refunded',
        ]);
        expect(told.usdc, place).toBe(START - AMOUNT);
        expect(told.bought, place).toEqual([outOf(0), 0n]);
        expect(told.atProvider, place).toEqual([0n, 0n]);
      }
  });
});
