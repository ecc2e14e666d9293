import {
  type DepositPlace,
  type DepositWish,
  depositFaults,
  type PlannedDeposit,
  planDeposit,
  priceNow,
  usdE18Up,
} from '../../lib/intents/ask-deposit.ts';
import type { IndexAccount } from '../../lib/intents/index-account.ts';
import { secondsOfInstant } from '../../lib/intents/instants.ts';
import type { ListedToken } from '../../lib/intents/listed-token.ts';
import type { OfferedQuote } from '../../lib/intents/quote.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { fail, failAt, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { OneClick } from './one-click-client.ts';
import { type IndexWorld, readHoldings, readIndexWorld } from './read-index-sight.ts';
import type { Verifier } from './verifier-client.ts';

export type DepositPorts = {
  readonly api: OneClick;
  readonly verifier: Verifier;
  readonly quoteKey: string;
  readonly nowSeconds: () => UnixSeconds;
};

/** One of an account's assets, as the verifier counts it. */
export type Holding = { readonly token: ListedToken; readonly units: bigint; readonly usdE18: bigint | null };

/** What an account has of a token that the provider doesn't list: nobody knows its decimals or its worth. */
export type UnlistedHolding = { readonly token: string; readonly units: bigint };

/** What an account holds, by the verifier alone, at one final block. */
export type HeldNow = {
  readonly atSeconds: UnixSeconds;
  /** What it has some of, in the order of the provider's list. */
  readonly holdings: readonly Holding[];
  /** Counts in no sum, since whoever likes may have sent it; null = the verifier doesn't tell. */
  readonly unlisted: readonly UnlistedHolding[] | null;
  /** Rounded up; null where one of them has no price to go by. */
  readonly usdE18: bigint | null;
};

const heldOf = (
  { block, listed }: IndexWorld,
  units: ReadonlyMap<string, bigint>,
  nowSeconds: UnixSeconds,
): Omit<HeldNow, 'unlisted'> => {
  const holdings = [...listed.values()].flatMap((token): Holding[] => {
    const held = units.get(token.assetId) ?? 0n;
    const price = priceNow(token, nowSeconds);
    return held === 0n
      ? []
      : [{ token, units: held, usdE18: price === null ? null : usdE18Up(held, token, price) }];
  });
  const sum = holdings.reduce<bigint | null>(
    (sofar, { usdE18 }) => (sofar === null || usdE18 === null ? null : sofar + usdE18),
    0n,
  );
  return { atSeconds: block.seconds, holdings, usdE18: sum };
};

/** What is there and not in the list. It hangs nothing: where the verifier doesn't tell, the rest is told all the same. */
const readUnlisted = async (
  verifier: Verifier,
  account: IndexAccount,
  { block, listed }: IndexWorld,
): Promise<HeldNow['unlisted']> => {
  const held = await verifier.tokensHeld(account, block);
  if (!held.ok) return null;
  const tokens = held.value.filter((token) => !listed.has(token));
  const units = await readHoldings(verifier, { account, tokens }, block);
  return units.ok ? [...units.value].map(([token, of]) => ({ token, units: of })) : null;
};

/** Looks at an account. Fails like the provider, whose list of tokens is asked for, and like the verifier. */
export const lookAtAccount = async (
  { api, verifier, nowSeconds }: DepositPorts,
  account: IndexAccount,
): Promise<Result<HeldNow & Pick<IndexWorld, 'listed'>>> => {
  const world = await readIndexWorld({ api, verifier });
  if (!world.ok) return world;
  const { listed, block } = world.value;
  const units = await readHoldings(verifier, { account, tokens: [...listed.keys()] }, block);
  if (!units.ok) return units;
  const unlisted = await readUnlisted(verifier, account, world.value);
  return ok({ ...heldOf(world.value, units.value, nowSeconds()), unlisted, listed });
};

/** An address that money may be sent to, once its account's cap lets it in. */
export type QuotedDeposit = {
  readonly planned: PlannedDeposit;
  readonly address: string;
  readonly memo: string | null;
  readonly leastUnits: bigint;
  /** From then on the address is dead. */
  readonly deadSeconds: UnixSeconds;
  readonly held: HeldNow;
};

const refused = (why: string): Result<never> => fail('index-refused', `No address is given. ${why}`);

const judged = (
  { quoteKey, nowSeconds }: DepositPorts,
  planned: PlannedDeposit,
  quote: OfferedQuote,
): Result<Omit<QuotedDeposit, 'planned' | 'held'>> => {
  const faults = depositFaults(planned, quote, { quoteKey, nowSeconds: nowSeconds() });
  if (faults.length > 0) return refused(faults.join(' '));
  return ok({
    ...{ address: quote.depositAddress ?? '', memo: quote.depositMemo, leastUnits: quote.minAmountInUnits },
    deadSeconds: secondsOfInstant(quote.deadline ?? '') ?? 0,
  });
};

/** "Amount is too low for bridge, try at least 700000": in units, which no person counts in. */
const LEAST = /amount is too low.*at least (\d{1,40})/i;

/** A refusal of the provider's is of what was asked: too little, or a place that it doesn't know. */
const refusedQuote = (message: string, { decimals, symbol }: ListedToken): Result<never> => {
  const least = LEAST.exec(message)?.[1];
  return least === undefined
    ? refused(message)
    : failAt(
        'amount',
        'index-refused',
        `No address is given. The least that is taken is ${formatDecimal(BigInt(least), decimals)} ${symbol}.`,
      );
};

/**
 * Looks at the account, judges the wish, asks for a quote and judges that. What comes of it is shown to nobody before the account's cap was
 * kept, in the transaction that writes it down. Fails with `index-refused` and a sentence, and like provider and verifier.
 */
export const quoteDeposit = async (
  ports: DepositPorts,
  wish: DepositWish,
  { account, ours }: Pick<DepositPlace, 'account' | 'ours'>,
): Promise<Result<QuotedDeposit>> => {
  const seen = await lookAtAccount(ports, account);
  if (!seen.ok) return seen;
  const { listed, ...held } = seen.value;
  const planned = planDeposit(wish, { account, ours, listed, nowSeconds: ports.nowSeconds() });
  if (!planned.ok) return planned;
  const quote = await ports.api.quote(planned.value.asked, { dry: false });
  if (!quote.ok)
    return quote.error.code === 'venue-refused'
      ? refusedQuote(quote.error.message, planned.value.token)
      : quote;
  const offered = judged(ports, planned.value, quote.value);
  return offered.ok ? ok({ ...offered.value, planned: planned.value, held }) : offered;
};
