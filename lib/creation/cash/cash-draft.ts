import { type Address, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { CASH_GUARDS } from '../../cash/cash-guards.ts';
import { CASH_PROFILES } from '../../cash/cash-policy.ts';
import type { CashTerms } from '../../owner/cash-calls.ts';
import { TEST_UNITS } from '../../owner/cash-plan.ts';
import { parseAmount } from '../../owner/parse-amount.ts';

/** A chain on which a portfolio of USDC can be made: all that its calls are made of. */
export type CashCreationChain = {
  readonly id: number;
  readonly name: string;
  /** Circle's number of it. */
  readonly domain: number;
  readonly usdc: Address;
  readonly factory: Address;
  /** Circle's contract that mints. */
  readonly transmitter: Address;
  readonly vaults: readonly { readonly name: string; readonly address: Address; readonly decimals: number }[];
};

export const USDC_DECIMALS = 6;

const address = z.custom<Address>(
  (value) => typeof value === 'string' && isAddress(value, { strict: false }),
);
const hash = z.custom<Hex>((value) => isHex(value) && value.length === 66);
const units = z.string().regex(/^\d{1,78}$/);

const siblingSchema = z.object({
  ...{ domain: z.int().min(0), account: address, testedAt: z.int().min(0), openUntil: z.int().min(0) },
});

const keptChainSchema = z.object({
  /** What is listed, by what a share was worth when the wallet was first here: it is part of the address, so it stays. */
  listings: z
    .array(z.object({ vault: address, capBps: z.int(), rateMinUnits: units, rateMaxUnits: units }))
    .max(8),
  portfolio: address,
  /** Nothing of it is in an earlier block. */
  sinceBlock: units,
  isCreated: z.boolean(),
  /** The owner's, and what the factory may take of it. */
  balanceUnits: units,
  allowanceUnits: units,
  siblings: z.array(siblingSchema).max(16),
  /** Transactions that burnt a test's dollar, by the domain that it goes to. */
  burns: z.array(z.object({ domain: z.int().min(0), hash })).max(16),
  /** Domains whose test's dollar has arrived. */
  arrived: z.array(z.int().min(0)).max(16),
  /** The chain's time when this was read. */
  nowSeconds: z.int().min(0),
});

/** A chain as it was when the wallet was there last. */
export type KeptCashChain = z.infer<typeof keptChainSchema>;

export const cashDraftSchema = z.object({
  version: z.literal(1),
  profile: z.enum(CASH_PROFILES),
  /** Where the money is, and others that it may go to. */
  mainChainId: z.int().positive().nullable(),
  otherChainIds: z.array(z.int().positive()).max(16),
  /** As typed, in USDC. */
  amount: z.string().max(80),
  /** Who has begun it, and which key may move; null: the choices are open. */
  begun: z.object({ owner: address, signer: address }).nullable(),
  chains: z.array(z.object({ chainId: z.int().positive(), kept: keptChainSchema })).max(16),
});

/** Portfolios of USDC before they exist, as they were chosen, and how far they are. Kept in the browser. */
export type CashDraft = z.infer<typeof cashDraftSchema>;

export const EMPTY_CASH_DRAFT: CashDraft = {
  ...{ version: 1, profile: 'balanced', mainChainId: null, otherChainIds: [], amount: '' },
  ...{ begun: null, chains: [] },
};

/** The chains of a draft, that of the money first. */
export const chainIdsOf = ({ mainChainId, otherChainIds }: CashDraft): readonly number[] =>
  mainChainId === null ? [] : [mainChainId, ...otherChainIds.filter((id) => id !== mainChainId)];

export const keptOf = ({ chains }: CashDraft, chainId: number): KeptCashChain | null =>
  chains.find((one) => one.chainId === chainId)?.kept ?? null;

/** The same draft with what a chain has said now. */
export const withKept = (draft: CashDraft, chainId: number, kept: KeptCashChain): CashDraft => ({
  ...draft,
  chains: [...draft.chains.filter((one) => one.chainId !== chainId), { chainId, kept }],
});

/** What goes in on a chain: the amount where the money is; elsewhere what its tests burn. */
export const unitsOn = (draft: CashDraft, chainId: number): bigint => {
  const typed = parseAmount(draft.amount, USDC_DECIMALS);
  if (chainId === draft.mainChainId) return typed.ok ? typed.units : 0n;
  return TEST_UNITS * BigInt(chainIdsOf(draft).length - 1);
};

/** What keeps a draft from being begun, in a sentence; null: nothing. */
export const cashDraftFault = (draft: CashDraft): string | null => {
  if (draft.mainChainId === null) return 'Choose the chain that the money is on.';
  const typed = parseAmount(draft.amount, USDC_DECIMALS);
  if (!typed.ok) return typed.sentence;
  const tests = TEST_UNITS * BigInt(chainIdsOf(draft).length - 1);
  return typed.units > tests ? null : `Its tests burn ${tests / TEST_UNITS} USDC: put in more than that.`;
};

/** What a portfolio of the draft is made of; its address follows from this, its owner, and nothing else. */
export const termsOf = (
  { profile }: Pick<CashDraft, 'profile'>,
  signer: Address,
  { listings }: Pick<KeptCashChain, 'listings'>,
): CashTerms => ({
  ...{ signer, guard: CASH_GUARDS[profile] },
  vaults: listings.map(({ vault, capBps, rateMinUnits, rateMaxUnits }) => ({
    ...{ vault, capBps, rateMinUnits: BigInt(rateMinUnits), rateMaxUnits: BigInt(rateMaxUnits) },
  })),
});
