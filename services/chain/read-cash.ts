import { type Address, encodeFunctionData, getAbiItem, type Hex, zeroAddress } from 'viem';
import { cashLensAbi } from '../../lib/abi/cash-lens-abi.ts';
import { cashLensCode } from '../../lib/abi/cash-lens-code.ts';
import type {
  CashLensAnswer,
  CashPortfolioReading,
  CashRead,
  CashVenueReading,
} from '../../lib/cash/cash-reading.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { decoderOf } from './decode-words.ts';
import { type ReadCost, readInParts } from './read-in-parts.ts';

export type CashLensOptions = {
  readonly chain: ChainClient;
  readonly blockNumber: bigint;
  /** Where the lens is deployed; null: its code is put at an unused address for the one call. */
  readonly lens: Address | null;
  readonly timeIsUp?: () => boolean;
};

/** What is asked of one chain. Addresses lower-cased, each once. */
export type CashQuestion = {
  readonly portfolios: readonly Address[];
  readonly vaults: readonly Address[];
  /** Circle's, and the nonces of messages to this chain. */
  readonly transmitter: Address | null;
  readonly nonces: readonly Hex[];
};

/** And how it was had. */
export type CashReadAt = CashRead & { readonly cost: ReadCost };

/** Nobody's address: code is put there by state override. */
const OVERRIDE_ADDRESS: Address = '0x1ba1a9ce00000000000000000000000000000002';
/** What the lens wants left before it goes on to one more portfolio or vault. */
const SHARE_GAS = { nonce: 50_000n, vault: 2_500_000n, portfolio: 11_000_000n } as const;
/** Of one call; explicit, because a node's default may be the block's gas limit or less. Hosted nodes silently give a tenth of it. */
const CALL_GAS_MAX = 500_000_000n;
/** Of one call, whatever the gas. */
const PART_MAX = 1_000;

type Query =
  | { readonly kind: 'nonce'; readonly nonce: Hex }
  | { readonly kind: 'vault' | 'portfolio'; readonly address: Address };
type Answer = boolean | CashVenueReading | CashPortfolioReading;

const decodeCash = decoderOf(getAbiItem({ abi: cashLensAbi, name: 'read' }).outputs);

const gasOf = (part: readonly Query[]): bigint => {
  const wanted = part.reduce<bigint>((sum, { kind }) => sum + SHARE_GAS[kind], SHARE_GAS.portfolio);
  return wanted < CALL_GAS_MAX ? wanted : CALL_GAS_MAX;
};

const addressesOf = (part: readonly Query[], wanted: 'vault' | 'portfolio'): readonly Address[] =>
  part.flatMap((query) => (query.kind === wanted ? [query.address] : []));

/** Nonces come first in a part, then vaults, then portfolios, as the lens answers them: where a list ends early, so does the answer. */
const prefixOf = (
  part: readonly Query[],
  [number, , states, venues, used]: CashLensAnswer,
  blockNumber: bigint,
): readonly Answer[] => {
  const [vaults, portfolios] = [addressesOf(part, 'vault'), addressesOf(part, 'portfolio')];
  const isTheirs =
    used.length === part.length - vaults.length - portfolios.length &&
    venues.every(({ vault }, index) => vault === vaults[index]) &&
    states.every(({ portfolio }, index) => portfolio === portfolios[index]);
  if (number !== blockNumber || !isTheirs) throw new Error('block or order mismatch in the answer');
  const found = venues.length < vaults.length ? [...used, ...venues] : [...used, ...venues, ...states];
  if (found.length === 0 && part.length > 0) throw new Error('count mismatch in the answer');
  return found;
};

const askCash = (
  { chain, blockNumber, lens }: CashLensOptions,
  transmitter: Address | null,
  part: readonly Query[],
): Promise<Result<readonly Answer[]>> =>
  asChainResult(async () => {
    const nonces = part.flatMap((query) => (query.kind === 'nonce' ? [query.nonce] : []));
    const args = [
      addressesOf(part, 'portfolio'),
      addressesOf(part, 'vault'),
      transmitter ?? zeroAddress,
      nonces,
    ] as const;
    const to = lens ?? OVERRIDE_ADDRESS;
    const override = lens === null ? { stateOverride: [{ address: to, code: cashLensCode }] } : {};
    const data = encodeFunctionData({ abi: cashLensAbi, functionName: 'read', args });
    const answer = await chain.call({ to, data, blockNumber, gas: gasOf(part), ...override });
    if (answer.data === undefined) throw new Error('the lens returned no data');
    return prefixOf(part, decodeCash(answer.data), blockNumber);
  });

/**
 * Reads cash portfolios, vaults and whether transfers have arrived, all at one block, by one `eth_call` as long as the node bears it: who
 * is missing in an answer is asked for again. What reverts, lies about its form or eats its gas is left out alone. Fails as the chain does.
 */
export const readCash = async (
  options: CashLensOptions,
  { portfolios, vaults, transmitter, nonces }: CashQuestion,
): Promise<Result<CashReadAt>> => {
  const queries: readonly Query[] = [
    ...(transmitter === null ? [] : nonces.map((nonce) => ({ kind: 'nonce', nonce }) as const)),
    ...vaults.map((address) => ({ kind: 'vault', address }) as const),
    ...portfolios.map((address) => ({ kind: 'portfolio', address }) as const),
  ];
  const read = await readInParts<Query, Answer>(queries, {
    partMax: PART_MAX,
    ask: (part) => askCash(options, transmitter, part),
    timeIsUp: options.timeIsUp,
  });
  if (!read.ok) return read;
  const found = {
    portfolios: new Map<Address, CashPortfolioReading>(),
    vaults: new Map<Address, CashVenueReading>(),
    usedNonces: new Set<Hex>(),
  };
  for (const [index, query] of queries.entries()) {
    const answer = read.value.answers[index];
    if (answer === undefined || !answer.ok) continue;
    const { value } = answer;
    if (query.kind === 'nonce') {
      if (value === true) found.usedNonces.add(query.nonce);
    } else if (typeof value !== 'boolean' && value.ok) {
      if ('portfolio' in value) found.portfolios.set(query.address, value);
      else found.vaults.set(query.address, value);
    }
  }
  return ok({ ...found, cost: read.value.cost });
};
