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
  /** Left alone when the others are equalised. Drafts of before know no locks. */
  locked: z.boolean().default(false),
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

/** What a target is worth in basis points, or null while it is none. */
export function targetBpsOf(target: string): number | null {
  const typed = parseAmount(target, PERCENT_DECIMALS);
  return typed.ok && typed.units <= BigInt(BPS_WHOLE) ? Number(typed.units) : null;
}

/** A target as it is typed: `33.34`. */
export const targetText = percentText;

/**
 * Gives what the locked targets leave to the others, in equal parts that make exactly 100.00 % together with them.
 * @returns null where the locked ones are no shares, or leave less than 0.01 % for each of the others
 */
export function equalise(holdings: readonly DraftHolding[]): readonly DraftHolding[] | null {
  const locked = holdings.filter((holding) => holding.locked).map(({ target }) => targetBpsOf(target));
  if (locked.some((bps) => bps === null)) return null;
  const open = holdings.length - locked.length;
  const rest = locked.reduce<number>((left, bps) => left - (bps ?? 0), BPS_WHOLE);
  if (open === 0 || rest < open) return null;
  const share = Math.floor(rest / open);
  let odd = rest - share * open;
  return holdings.map((holding) => {
    if (holding.locked) return holding;
    odd -= 1;
    return { ...holding, target: percentText(share + (odd >= 0 ? 1 : 0)) };
  });
}

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
