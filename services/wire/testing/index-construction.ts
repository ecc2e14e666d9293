import { type Hex, keccak256, stringToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { AskedSwap } from '../../../lib/intents/quote.ts';
import type { SwapEnd } from '../../../lib/intents/swap.ts';
import { ok } from '../../../lib/result.ts';
import type { IntentsFakeTerms } from '../../../stack/intents/intents-fake.ts';
import type { Outcome } from '../../../stack/intents/provider.ts';
import { type LegJournal, legRunner, type OpenLeg, type SignedLeg } from '../../intents/advance-legs.ts';
import { type IntentsWorld, openIntents, TOKENS } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { intentSigner } from '../../signers/intent-signer.ts';
import { keySigner } from '../../signers/signer.ts';

const KEY = keccak256(stringToBytes('an index account of a test'));
export const account = privateKeyToAccount(KEY).address.toLowerCase() as Hex;
const USDC = 'nep141:usdc.near';
export const AMOUNT = 100_000_000n;
export const START = 10_000_000_000n;

const assetOf = (index: number): string => `nep141:asset-${index}.omft.near`;
export const legIdOf = (index: number): Hex => keccak256(stringToBytes(`leg ${index}`));
const tokensOf = (count: number): IntentsFakeTerms['tokens'] => [
  ...TOKENS,
  ...Array.from({ length: count }, (_, index) => ({
    ...{ assetId: assetOf(index), decimals: 8, blockchain: 'btc', symbol: `A${index}` },
    ...{ priceMicroUsd: BigInt(1_000_000 * (index + 1)), leastUnits: 10n },
  })),
];
export const askedOf = (index: number): AskedSwap => ({
  ...{ originAsset: USDC, destinationAsset: assetOf(index), amountUnits: AMOUNT, slippageBps: 100 },
  ...{ leastOutUnits: 1n, depositType: 'INTENTS', refundType: 'INTENTS', recipientType: 'INTENTS' },
  ...{ refundTo: account, recipient: account, deadlineSeconds: 0 },
});

/** The process ends here: nothing after it happens, whatever it was about to do. */
export class Crash extends Error {}

/** A plan of legs, and where it is kept. */
export type KeptLegs = {
  /** As a process opens it: what another one held is not its own. */
  readonly journal: () => LegJournal;
  readonly signed: () => Promise<ReadonlyMap<Hex, Pick<SignedLeg, 'depositAddress'>>>;
  readonly ends: () => Promise<ReadonlyMap<Hex, SwapEnd>>;
};

export type KeepLegs = (count: number, fromSeconds: number) => Promise<KeptLegs>;

/** What survives a crash. */
const memory: KeepLegs = async (count, fromSeconds) => {
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
  return { journal: () => journal, signed: async () => signed, ends: async () => ends };
};

export type Crashing = { readonly at: number; readonly when: 'before' | 'after'; calls: number };

/** Every call to the outside counts; one of them is the last that the process makes, with its effect or without. */
export const crashing = <T extends object>(ports: T, crash: Crashing | null): T => {
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
  {
    crash,
    asksMax,
    skewSeconds,
  }: { readonly crash: Crashing | null; readonly asksMax: number; readonly skewSeconds: number },
) => {
  const nowSeconds = () => clock.seconds + skewSeconds;
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
  /** How far the bot's clock is ahead of that of provider and verifier; default not at all. */
  readonly skewSeconds?: number;
  /** Where the legs are kept; default memory. */
  readonly keep?: KeepLegs;
};

/** By the verifier alone, in a block that is final, from nothing that anybody has kept. */
const balancesOf = async ({ verifier, clock }: IntentsWorld, tokens: readonly string[]) => {
  clock.seconds += 60;
  const block = await verifier.finalBlock();
  if (!block.ok) throw new Error(block.error.message);
  const read = await verifier.balances({ account, tokens }, block.value);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

/** Runs a construction to its end, a round each second, and says how it came out, by the ledger alone. */
export const construct = async (story: Story) => {
  const { legs, crash = null, perSecond, secondsMax = 300, skewSeconds = 0 } = story;
  const world = await openIntents({
    tokens: tokensOf(legs),
    ...(perSecond === undefined ? {} : { perSecond }),
    outcomeOf: ({ destinationAsset }) =>
      story.outcomeOf?.(Number(/asset-(\d+)/.exec(destinationAsset)?.[1] ?? 0)) ?? 'swap',
  });
  const from = world.clock.seconds;
  world.fake.ledger.give({ account, token: USDC, units: START }, from);
  const kept = await (story.keep ?? memory)(legs, from);
  const asksMax = perSecond ?? 1_000;
  let runner = runnerOf(world, kept.journal(), { crash, asksMax, skewSeconds });
  let crashes = 0;
  const failures: string[] = [];
  while ((await kept.ends()).size < legs && world.clock.seconds < from + secondsMax) {
    story.fault?.(world, world.clock.seconds - from);
    try {
      const round = await runner.round();
      if (round.ok) for (const one of round.value.values()) if (one.kind === 'failed') failures.push(one.why);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashes += 1;
      runner = runnerOf(world, kept.journal(), { crash: null, asksMax, skewSeconds });
    }
    world.clock.seconds += 1;
  }
  const seconds = world.clock.seconds - from;
  const { ledger } = world.fake;
  const usdc = ledger.balanceOf(account, USDC);
  const bought = Array.from({ length: legs }, (_, index) => ledger.balanceOf(account, assetOf(index)));
  const ends = await kept.ends();
  const atProvider = [...(await kept.signed()).values()].map((leg) =>
    ledger.balanceOf(leg.depositAddress, USDC),
  );
  world.fake.rpc.fault.current = null;
  const seen = await balancesOf(world, [USDC, ...bought.map((_, index) => assetOf(index))]);
  await world.fake.close();
  return { seconds, usdc, bought, atProvider, ends, crashes, failures, seen };
};

/** What a leg gives at the fake's prices: 0.1 % less than it is worth. */
export const outOf = (index: number): bigint => (99_900_000n * 100n) / BigInt(index + 1);
