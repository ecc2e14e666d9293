import type { Address } from 'viem';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { FeedReading, ReadChainPrices } from '../../lib/ledger/chain-prices.ts';
import type { PricedAsset, PriceSource } from '../../lib/ledger/price-source.ts';
import type { PaperPrices } from '../../lib/paper/paper-step.ts';
import type { PaperAsset } from '../../lib/paper/paper-terms.ts';
import { ok, type Result } from '../../lib/result.ts';
import { checkedPrice } from './pricing.ts';

/** A token without an account, and the feed it is priced by. */
export type FedToken = Pick<PaperAsset, 'token' | 'symbol' | 'decimals' | 'feed'>;

export type PaperPricing = {
  readonly read: ReadChainPrices;
  /** The accounts' own feeds first, as the tick has them. */
  readonly sources: readonly PriceSource[];
};

/** Of a price from outside and the chain's feed. */
const DISAGREEMENT_BPS_MAX = 200;
/** What a node computes in one call is bounded. */
const FEEDS_PER_QUESTION = 50;

/** `FeedState` of the contract, as far as a feed shows it by itself: fine, or no answer. */
const stateOf = ({ ok: answers }: FeedReading): number => (answers ? 0 : 1);

const readFeeds = async (
  { read }: PaperPricing,
  { chainId, block, feeds }: { chainId: number; block: Block; feeds: readonly Address[] },
): Promise<Result<ReadonlyMap<Address, FeedReading>>> => {
  const answers = new Map<Address, FeedReading>();
  for (let from = 0; from < feeds.length; from += FEEDS_PER_QUESTION) {
    const part = feeds.slice(from, from + FEEDS_PER_QUESTION);
    const told = await read(chainId, { block, spot: null, tokens: [], feeds: part });
    if (!told.ok) return told;
    for (const [index, feed] of part.entries()) {
      const reading = told.value.feeds[index];
      if (reading !== undefined) answers.set(feed, reading);
    }
  }
  return ok(answers);
};

/**
 * Prices tokens that no account of ours holds as the tick prices those that one does: each feed is read once, whoever follows it, and every
 * source has to agree with it. A feed dated after its block is no price. Fails as the chain does.
 */
export const pricePaper = async (
  pricing: PaperPricing,
  { chainId, block }: { readonly chainId: number; readonly block: Block },
  tokens: readonly FedToken[],
): Promise<Result<PaperPrices>> => {
  const unique = [...new Map(tokens.map((one) => [one.token, one])).values()];
  const feeds = await readFeeds(pricing, {
    chainId,
    block,
    feeds: [...new Set(unique.map(({ feed }) => feed))],
  });
  if (!feeds.ok) return feeds;
  const assets = unique.map(({ token, symbol, decimals, feed }): PricedAsset => {
    const reading = feeds.value.get(feed);
    const answer =
      reading === undefined
        ? null
        : {
            ...{ token, feed, feedDecimals: reading.decimals, answer: reading.answer },
            ...{ updatedAt: reading.updatedAt, feedState: stateOf(reading) },
          };
    return { chainId, token, symbol, decimals, feed: answer };
  });
  const answers = await Promise.all(pricing.sources.map((source) => source(assets, block)));
  const check = { sources: pricing.sources.length, disagreementBpsMax: DISAGREEMENT_BPS_MAX };
  return ok(
    new Map(
      assets.map((asset) => {
        const price = checkedPrice(
          answers.flatMap((answer) => answer.get(asset) ?? []),
          check,
        );
        const ahead = price.ok ? price.updatedAtSeconds - block.timeSeconds : 0;
        return [
          asset.token,
          ahead > 0
            ? { ok: false, fault: 'absurd', detail: `its feed is dated ${ahead} s ahead of its block` }
            : price,
        ] as const;
      }),
    ),
  );
};
