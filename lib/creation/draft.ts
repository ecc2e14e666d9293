import { type Address, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { BPS_WHOLE } from '../money/fixed-point.ts';
import { parseAmount } from '../owner/parse-amount.ts';
import { NAME_LENGTH_MAX } from '../policy/registration.ts';

const address = z.custom<Address>(
  (value) => typeof value === 'string' && isAddress(value, { strict: false }),
);

const holdingSchema = z.object({
  listing: z.object({
    token: address,
    symbol: z.string().max(40),
    decimals: z.int().min(0).max(27),
    feed: address,
    heartbeatSeconds: z.int().positive(),
    navMaxAgeSeconds: z.int().positive(),
  }),
  /** As typed, in %. */
  target: z.string().max(20),
  /** As typed, in whole tokens; empty: none. */
  amount: z.string().max(80),
});
export type DraftHolding = z.infer<typeof holdingSchema>;

export const WIZARD_PRESETS = ['conservative', 'balanced', 'aggressive', 'index', 'test-network'] as const;

export const draftSchema = z.object({
  version: z.literal(1),
  /** 32 bytes: another salt is another portfolio. */
  salt: z.custom<Hex>((value) => isHex(value) && value.length === 66),
  chainId: z.int().positive().nullable(),
  name: z.string().max(NAME_LENGTH_MAX),
  preset: z.enum(WIZARD_PRESETS),
  holdings: z.array(holdingSchema).max(16),
  /** Typed where the server names none. */
  signer: z.string().max(60),
  /** End of the allowance for building it up; null until it is reviewed. It is part of the address, so it stays. */
  buildUpEndsAtSeconds: z.int().positive().nullable(),
  step: z.int().min(0).max(4),
});

/** A portfolio before it exists, as it was typed: going back loses nothing. Kept in the browser. */
export type Draft = z.infer<typeof draftSchema>;

export const emptyDraft = (salt: Hex): Draft => ({
  version: 1,
  salt,
  chainId: null,
  name: '',
  preset: 'balanced',
  holdings: [],
  signer: '',
  buildUpEndsAtSeconds: null,
  step: 0,
});

/** Targets as exact basis points, or what is wrong with them. */
export type Targets =
  | { readonly ok: true; readonly bps: readonly number[] }
  | { readonly ok: false; readonly sentence: string };

const PERCENT_DECIMALS = 2;
const percentText = (bps: number): string => `${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, '0')}`;

/** Reads every target and demands exactly 100.00 % in all: nothing is rounded to fit. */
export function targetsOf(holdings: readonly DraftHolding[]): Targets {
  const bps: number[] = [];
  for (const { listing, target } of holdings) {
    const typed = parseAmount(target, PERCENT_DECIMALS);
    if (!typed.ok || typed.units > BigInt(BPS_WHOLE))
      return {
        ok: false,
        sentence: `${listing.symbol}: type a share between 0.01 and 100, with at most two decimals.`,
      };
    bps.push(Number(typed.units));
  }
  const sum = bps.reduce((total, part) => total + part, 0);
  if (sum === BPS_WHOLE) return { ok: true, bps };
  const gap = Math.abs(BPS_WHOLE - sum);
  return {
    ok: false,
    sentence: `The targets make ${percentText(sum)} %: ${percentText(gap)} pp ${sum < BPS_WHOLE ? 'are missing' : 'too much'}.`,
  };
}

/** Equal targets that make exactly 100.00 %: the first ones take what doesn't divide. */
export const equalTargets = (count: number): readonly string[] => {
  const share = Math.floor(BPS_WHOLE / Math.max(1, count));
  const rest = BPS_WHOLE - share * count;
  return Array.from({ length: count }, (_, index) => percentText(share + (index < rest ? 1 : 0)));
};

export const ASSETS_MIN = 2;
export const ASSETS_MAX = 16;

/** What is wrong with a step in a sentence, or null: then the next one may come. */
export function stepFault(
  { chainId, name, holdings, signer }: Draft,
  step: number,
  knownSigner: boolean,
): string | null {
  if (step === 0) {
    if (chainId === null) return 'Choose a chain.';
    if (name.trim() === '') return 'Give it a name.';
    return holdings.length < ASSETS_MIN ? `Choose at least ${ASSETS_MIN} tokens.` : null;
  }
  if (step === 1) {
    const targets = targetsOf(holdings);
    return targets.ok ? null : targets.sentence;
  }
  if (step === 2)
    return knownSigner || (isAddress(signer.trim()) && BigInt(signer.trim()) !== 0n)
      ? null
      : 'Name the bot’s signer: 0x and 40 hex digits, with a right checksum if it has capitals.';
  if (step !== 3) return null;
  for (const { listing, amount } of holdings) {
    const typed = amount.trim() === '' ? null : parseAmount(amount, listing.decimals);
    if (typed !== null && !typed.ok) return `${listing.symbol}: ${typed.sentence}`;
  }
  return null;
}
