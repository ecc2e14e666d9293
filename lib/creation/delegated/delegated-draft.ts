import { type Address, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { parseAmount } from '../../owner/parse-amount.ts';
import { type DraftHolding, targetsOf, WIZARD_PRESETS } from '../draft.ts';
import type { Listing } from '../listing.ts';

/** A chain on which an account can come to delegate: all that its calls and signatures are made of. Addresses only. */
export type DelegatedCreationChain = {
  readonly id: number;
  readonly name: string;
  readonly factory: Address;
  readonly manager: Address;
  readonly enforcers: Readonly<Record<'period' | 'timestamp' | 'value' | 'nonce' | 'redeemer', Address>>;
  readonly accounts: Readonly<Record<'upgraded' | 'hybrid' | 'deployer', Address>>;
  readonly listings: readonly Listing[];
  /** Whether tokens and feeds are made up, as on a chain of this machine: then those of portfolios there may be taken. */
  readonly simulated: boolean;
  /** What the contract may trade by. */
  readonly routers: readonly Address[];
};

const address = z.custom<Address>(
  (value) => typeof value === 'string' && isAddress(value, { strict: false }),
);
const salt = z.custom<Hex>((value) => isHex(value) && value.length === 66);

const holdingSchema = z.object({
  token: address,
  /** As typed, in %. */
  target: z.string().max(20),
  /** As typed, in whole tokens: what the contract may move of it a day. */
  aDay: z.string().max(80),
  /** As typed: what goes into a smart account of one's own. Empty: none. */
  amount: z.string().max(80),
});

export const GRANT_WAYS = ['own', 'hybrid'] as const;
export const GRANT_DAYS_MAX = 90;

export const delegatedDraftSchema = z.object({
  version: z.literal(1),
  /** The wallet's own account, with code by EIP-7702; or a smart account of its own. */
  way: z.enum(GRANT_WAYS),
  chainId: z.int().positive().nullable(),
  preset: z.enum(WIZARD_PRESETS),
  holdings: z.array(holdingSchema).max(16),
  /** As typed. Empty: the wallet's own account. */
  guardian: z.string().max(60),
  /** As typed. */
  days: z.string().max(4),
  /** Another one is another smart account. */
  salt,
  /** Who has begun it, by which key it may be traded, and which contract of the account it is; null: the choices are open. */
  begun: z.object({ owner: address, signer: address }).nullable(),
});

/** An account that is to delegate, as it was chosen. Kept in the browser; how far it is says the chain. */
export type DelegatedDraft = z.infer<typeof delegatedDraftSchema>;
export type DelegatedHolding = DelegatedDraft['holdings'][number];

export const emptyDelegatedDraft = (fresh: Hex): DelegatedDraft => ({
  ...{ version: 1, way: 'own', chainId: null, preset: 'balanced', holdings: [] },
  ...{ guardian: '', days: `${GRANT_DAYS_MAX}`, salt: fresh, begun: null },
});

/** One token of a complete draft. */
export type ChosenToken = {
  readonly listing: Listing;
  readonly targetBps: number;
  readonly aDayUnits: bigint;
  /** Null: nothing goes in. */
  readonly amountUnits: bigint | null;
};

/** A chain with what is known of its tokens elsewhere; of two that list one token, the chain's own facts count. */
export const withListings = (
  chain: DelegatedCreationChain,
  more: readonly Listing[],
): DelegatedCreationChain => {
  const own = new Set(chain.listings.map(({ token }) => token.toLowerCase()));
  return {
    ...chain,
    listings: [...chain.listings, ...more.filter(({ token }) => !own.has(token.toLowerCase()))],
  };
};

export type Chosen =
  | {
      readonly ok: true;
      readonly tokens: readonly ChosenToken[];
      readonly days: number;
      readonly guardian: Address | null;
    }
  | { readonly ok: false; readonly sentence: string };

const no = (sentence: string): Chosen => ({ ok: false, sentence });

const asHolding = (listing: Listing, { target }: DelegatedHolding): DraftHolding => ({
  ...{ listing: { ...listing }, target, locked: false, amount: '' },
});

/** Reads a draft as it stands, or says what keeps it from being begun. */
export const chosenOf = (draft: DelegatedDraft, chain: DelegatedCreationChain | null): Chosen => {
  if (chain === null) return no('Choose a chain.');
  const held = draft.holdings.flatMap((holding) => {
    const listing = chain.listings.find(({ token }) => token.toLowerCase() === holding.token.toLowerCase());
    return listing === undefined ? [] : [{ holding, listing }];
  });
  if (held.length < 2) return no('Choose at least 2 tokens.');
  const targets = targetsOf(held.map(({ holding, listing }) => asHolding(listing, holding)));
  if (!targets.ok) return no(targets.sentence);
  const tokens: ChosenToken[] = [];
  for (const [index, { holding, listing }] of held.entries()) {
    const aDay = parseAmount(holding.aDay, listing.decimals);
    if (!aDay.ok) return no(`${listing.symbol}, at most a day: ${aDay.sentence}`);
    const isFunded = draft.way === 'hybrid' && holding.amount.trim() !== '';
    const amount = isFunded ? parseAmount(holding.amount, listing.decimals) : null;
    if (amount !== null && !amount.ok) return no(`${listing.symbol}, to put in: ${amount.sentence}`);
    tokens.push({
      ...{ listing, targetBps: targets.bps[index] ?? 0, aDayUnits: aDay.units },
      amountUnits: amount === null ? null : amount.units,
    });
  }
  const days = /^[1-9]\d?$/.test(draft.days.trim()) ? Number(draft.days) : 0;
  if (days < 1 || days > GRANT_DAYS_MAX) return no(`It expires after 1 to ${GRANT_DAYS_MAX} days.`);
  const typed = draft.guardian.trim();
  if (draft.way === 'own' && typed !== '' && (!isAddress(typed) || BigInt(typed) === 0n))
    return no('The guardian is 0x and 40 hex digits, with a right checksum if it has capitals.');
  return {
    ok: true,
    tokens,
    days,
    guardian: draft.way === 'hybrid' || typed === '' ? null : (typed as Address),
  };
};
