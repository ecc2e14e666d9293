import type { Address } from 'viem';
import type { PriceFault } from '../../lib/engine/snapshot.ts';
import type { FeedAnswer, PricedAsset, PriceSource, SourcePrice } from '../../lib/ledger/price-source.ts';
import { powerOfTen } from '../../lib/money/fixed-point.ts';

type Judgement = { readonly fault: PriceFault; readonly detail: string };

/** The contract's own words for what is wrong with a feed, in the order of its enum; null = nothing is. */
const FEED_STATES: readonly (Judgement | null)[] = [
  null,
  { fault: 'missing', detail: 'its feed does not answer' },
  { fault: 'absurd', detail: 'its feed answers zero or less' },
  { fault: 'missing', detail: 'its feed has no time' },
  { fault: 'absurd', detail: "its feed's time is in the future" },
  { fault: 'stale', detail: "its feed's answer is too old even to be counted" },
  { fault: 'absurd', detail: "its feed's decimals have changed" },
  { fault: 'absurd', detail: "its feed's answer is below its least" },
  { fault: 'absurd', detail: "its feed's answer is above its most" },
  { fault: 'stale', detail: "the chain's sequencer is down" },
  { fault: 'stale', detail: "the chain's sequencer has just come back" },
];

/**
 * The price a contract's own feed gives, or why it gives none. What is older than its heartbeat and still counts towards NAV is
 * a price; whether it may be traded on is for the reader, who is told its time.
 */
export const chainlinkPrice = (reading: FeedAnswer): SourcePrice => {
  const token = reading.token.toLowerCase() as Address;
  const source = `chainlink ${reading.feed.toLowerCase()}`;
  const judged = FEED_STATES[reading.feedState];
  if (judged === undefined)
    return { source, token, ok: false, fault: 'missing', detail: 'its feed is in an unknown state' };
  if (judged !== null) return { source, token, ok: false, ...judged };
  if (reading.answer <= 0n || reading.feedDecimals > 18)
    return { source, token, ok: false, fault: 'absurd', detail: 'its feed answers zero or less' };
  return {
    source,
    token,
    ok: true,
    // {usdE18/token} = {feed units/token} · 10^(18 − feed decimals)
    usdE18: reading.answer * powerOfTen(18 - reading.feedDecimals),
    updatedAtSeconds: Number(reading.updatedAt),
  };
};

type Answered = { readonly answer: FeedAnswer; readonly price: SourcePrice };

const isSame = (one: FeedAnswer, other: FeedAnswer): boolean =>
  one.token === other.token &&
  one.feedDecimals === other.feedDecimals &&
  one.answer === other.answer &&
  one.updatedAt === other.updatedAt &&
  one.feedState === other.feedState;

/**
 * The accounts' own feeds, whose answers were read with the accounts: nobody is asked, and nobody is away. What a feed has answered to
 * many of them is one price.
 */
export const feedsOfAccounts: PriceSource = async (assets) => {
  const byFeed = new Map<Address, Answered>();
  const prices = new Map<PricedAsset, SourcePrice>();
  for (const asset of assets) {
    const { feed: answer } = asset;
    if (answer === null) continue;
    const former = byFeed.get(answer.feed);
    const isKnown = former !== undefined && isSame(former.answer, answer);
    const answered = isKnown ? former : { answer, price: chainlinkPrice(answer) };
    if (!isKnown) byFeed.set(answer.feed, answered);
    prices.set(asset, answered.price);
  }
  return prices;
};
