import type { Hex } from 'viem';
import type { IndexAccount } from '../../lib/intents/index-account.ts';
import { secondsOfInstant } from '../../lib/intents/instants.ts';
import type { QuotedLeg } from '../../lib/intents/intent-of-leg.ts';
import { DEPOSIT_MARGIN_SECONDS, INTENT_SECONDS_MAX, intentOfLeg } from '../../lib/intents/intent-of-leg.ts';
import {
  asksWhatIsHeld,
  isOverdue,
  nextSwapStep,
  swapLookAgainSeconds,
} from '../../lib/intents/next-swap-step.ts';
import type { AskedSwap } from '../../lib/intents/quote.ts';
import { arrivedAtEnd, type SignedSwap, type SwapEnd } from '../../lib/intents/swap.ts';
import { transferText } from '../../lib/intents/transfer-intent.ts';
import { ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { OneClick } from './one-click-client.ts';
import type { FinalBlock, Verifier } from './verifier-client.ts';

/** An intent that was signed, with what its end is judged by. */
export type SignedLeg = SignedSwap & {
  readonly text: string;
  readonly intentHash: string;
  readonly nonce: string;
  readonly signature: string;
  readonly depositAddress: string;
};

/** A leg that isn't ended: planned, or signed once and for all. */
export type OpenLeg = {
  readonly legId: Hex;
  readonly account: IndexAccount;
  readonly asked: AskedSwap;
  readonly signed: SignedLeg | null;
  /** Since it was planned. */
  readonly fromSeconds: UnixSeconds;
};

/** Where legs are kept; what it has noted is there after a crash. */
export type LegJournal = {
  /** Every leg that is not ended, in the order in which they were planned. */
  readonly open: () => Promise<Result<readonly OpenLeg[]>>;
  /** Notes the signature of a planned leg, if it has none. @returns false when another one stands there: that one counts */
  readonly noteSigned: (legId: Hex, signed: SignedLeg) => Promise<Result<boolean>>;
  /** @param arrivedUnits what came of it by the provider's word; null = nothing that was named */
  readonly noteEnd: (legId: Hex, end: SwapEnd, arrivedUnits: bigint | null) => Promise<Result<null>>;
};

export type LegPorts = {
  readonly api: OneClick;
  readonly verifier: Verifier;
  readonly journal: LegJournal;
  readonly sign: (
    leg: QuotedLeg,
    text: string,
  ) => Promise<Result<{ text: string; intentHash: string; nonce: string; signature: string }>>;
  readonly quoteKey: string;
  readonly nowSeconds: () => UnixSeconds;
};

/** What a round came to for one leg. */
export type LegRound =
  | { readonly kind: 'went-on' }
  | { readonly kind: 'waits'; readonly why: string; readonly isOverdue: boolean }
  | { readonly kind: 'ended'; readonly end: SwapEnd }
  | { readonly kind: 'failed'; readonly why: string };

const failed = (why: string): LegRound => ({ kind: 'failed', why });

/** A quote, judged and signed for, and noted before anybody has it. What is signed and not noted is known to nobody and ends by itself. */
const signLeg = async (ports: LegPorts, leg: OpenLeg, block: FinalBlock): Promise<LegRound> => {
  const { api, verifier, journal, quoteKey, nowSeconds } = ports;
  const salt = await verifier.currentSalt(block);
  if (!salt.ok) return failed(salt.error.message);
  const asked = { ...leg.asked, deadlineSeconds: nowSeconds() + 600 };
  const quote = await api.quote(asked, { dry: false });
  if (!quote.ok) return failed(quote.error.message);
  const deadAt = secondsOfInstant(quote.value.deadline ?? '') ?? 0;
  const deadlineSeconds = Math.min(nowSeconds() + INTENT_SECONDS_MAX, deadAt - DEPOSIT_MARGIN_SECONDS);
  const { account, legId } = leg;
  const quoted: QuotedLeg = { account, legId, asked, quote: quote.value, salt: salt.value, deadlineSeconds };
  const terms = intentOfLeg(quoted, { quoteKey, nowSeconds: nowSeconds() });
  if (!terms.ok) return failed(terms.error.message);
  const signed = await ports.sign(quoted, transferText(terms.value));
  if (!signed.ok) return failed(signed.error.message);
  const noted = await journal.noteSigned(legId, {
    ...signed.value,
    ...{ depositAddress: terms.value.receiver, amountUnits: asked.amountUnits },
    ...{ minAmountInUnits: quote.value.minAmountInUnits, minAmountOutUnits: quote.value.minAmountOutUnits },
    ...{ intentDeadlineSeconds: deadlineSeconds, quoteDeadlineSeconds: deadAt },
  });
  return noted.ok ? { kind: 'went-on' } : failed(noted.error.message);
};

type FollowedLeg = { readonly leg: OpenLeg; readonly signed: SignedLeg };

/** What was to be given and lies where it was to go, by the verifier; null = it doesn't answer. */
const heldAtDeposit = async (
  { verifier }: LegPorts,
  { leg, signed }: FollowedLeg,
  block: FinalBlock,
): Promise<bigint | null> => {
  const tokens = [leg.asked.originAsset];
  const held = await verifier.balances({ account: signed.depositAddress, tokens }, block);
  return held.ok ? (held.value[0] ?? null) : null;
};

const followLeg = async (
  ports: LegPorts,
  { leg, signed }: FollowedLeg,
  block: FinalBlock,
): Promise<LegRound> => {
  const { api, verifier, journal, nowSeconds } = ports;
  const [used, report] = await Promise.all([
    verifier.isNonceUsed({ account: leg.account, nonce: signed.nonce }, block),
    api.status(signed.depositAddress, null),
  ]);
  const seen = { isNonceUsed: used.ok ? used.value : null, verifierSeconds: block.seconds };
  const held = asksWhatIsHeld(signed, seen) ? await heldAtDeposit(ports, { leg, signed }, block) : null;
  const step = nextSwapStep(signed, {
    ...{ ...seen, heldUnits: held },
    ...{ report: report.ok ? (report.value ?? 'none') : null, nowSeconds: nowSeconds() },
  });
  if (step.kind === 'wait')
    return { kind: 'waits', why: step.why, isOverdue: isOverdue(signed, nowSeconds()) };
  if (step.kind === 'end') {
    const arrivedUnits = arrivedAtEnd(step.end, report.ok ? report.value : null);
    const noted = await journal.noteEnd(leg.legId, step.end, arrivedUnits);
    return noted.ok ? { kind: 'ended', end: step.end } : failed(noted.error.message);
  }
  const submitted = await api.submit(signed);
  return submitted.ok ? { kind: 'went-on' } : failed(submitted.error.message);
};

/** What one leg may ask of the API in a round: a status and a submission, or a quote. */
const ASKS_A_LEG = 2;

/**
 * Takes every open leg that is due one step on, all of them at once, each by itself: one that fails holds up no other. What it remembers is
 * only when it looked; a new one begins by looking at all.
 *
 * @param asksMax requests of the API in one round; legs beyond that have their turn in the next, the longest unseen first
 */
export const legRunner = (ports: LegPorts, asksMax: number) => {
  const lookedAt = new Map<Hex, UnixSeconds>();
  const isDue = ({ legId, signed, fromSeconds }: OpenLeg, now: UnixSeconds): boolean => {
    const looked = lookedAt.get(legId);
    return signed === null || looked === undefined || now >= looked + swapLookAgainSeconds(now - fromSeconds);
  };
  return {
    /** @returns what it came to, by leg; fails when neither the journal nor the verifier answers, and then nothing is done */
    round: async (): Promise<Result<ReadonlyMap<Hex, LegRound>>> => {
      const open = await ports.journal.open();
      if (!open.ok) return open;
      const now = ports.nowSeconds();
      const due = open.value
        .filter((leg) => isDue(leg, now))
        .sort((one, other) => (lookedAt.get(one.legId) ?? 0) - (lookedAt.get(other.legId) ?? 0))
        .slice(0, Math.floor(asksMax / ASKS_A_LEG));
      if (due.length === 0) return ok(new Map());
      const block = await ports.verifier.finalBlock();
      if (!block.ok) return block;
      const done = await Promise.all(
        due.map(async (leg): Promise<readonly [Hex, LegRound]> => {
          const { signed } = leg;
          const round =
            signed === null
              ? await signLeg(ports, leg, block.value)
              : await followLeg(ports, { leg, signed }, block.value);
          // What has just been signed or handed in is looked at again in the next round.
          if (round.kind !== 'went-on' || signed !== null) lookedAt.set(leg.legId, now);
          return [leg.legId, round];
        }),
      );
      return ok(new Map(done));
    },
  };
};
