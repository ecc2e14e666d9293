import type { Chain, ChainsById, UsdFeed } from '../../lib/chains/chain.ts';
import type { FeedReading, ReadChainPrices } from '../../lib/ledger/chain-prices.ts';
import type { PriceSource } from '../../lib/ledger/price-source.ts';
import { fail, ok, type UnixSeconds } from '../../lib/result.ts';
import { askedSource, type Quote } from './asked-source.ts';
import { judgedFeed } from './judged-feed.ts';

/** Until everybody has caught up after a sequencer came back, its chain's prices are of before (docs.chain.link/data-feeds/l2-sequencer-feeds). */
const SEQUENCER_GRACE_SECONDS = 3_600;

/** The feed that a chain's facts name for a token; null where they name none. */
export const feedOfToken = (chain: Chain | undefined, token: string): UsdFeed | null => {
  const known = chain?.tokens.find(({ address }) => address === token);
  return chain?.feeds.find(({ asset }) => asset === known?.feed) ?? null;
};

/** Why no feed of the chain is believed now; null when its sequencer is up, or it has none. */
const sequencerFault = (reading: FeedReading | undefined, atSeconds: UnixSeconds): string | null => {
  if (reading === undefined) return null;
  if (!reading.ok || reading.answer !== 0n) return "the chain's sequencer is down";
  return atSeconds - Number(reading.startedAt) <= SEQUENCER_GRACE_SECONDS
    ? "the chain's sequencer has just come back"
    : null;
};

/**
 * Prices of tokens nobody's account lists, by the Chainlink feeds that the chain's facts name for them: one question for a chain. A feed
 * later than its heartbeat and an hour is no price, and none is while the chain's sequencer is down.
 */
export const chainFeeds = (
  read: ReadChainPrices,
  chains: ChainsById,
  nowSeconds: () => UnixSeconds,
): PriceSource =>
  askedSource({
    name: 'chainlink',
    idOf: ({ chainId, token }) => feedOfToken(chains.get(chainId), token)?.asset ?? null,
    idsPerQuestionMax: 100,
    // A price of one block is none of another.
    cacheSeconds: 0,
    // Each feed is judged by its own heartbeat.
    ageSecondsMax: Number.MAX_SAFE_INTEGER,
    nowSeconds,
    ask: async (ids, chainId, block) => {
      const chain = chains.get(chainId);
      const feeds = ids.flatMap((id) => chain?.feeds.find(({ asset }) => asset === id) ?? []);
      const uptime = chain?.sequencerFeed ?? null;
      const answer = await read(chainId, {
        ...{ block, spot: null, tokens: [] },
        feeds: [...feeds.map(({ address }) => address), ...(uptime === null ? [] : [uptime])],
      });
      if (!answer.ok) return answer;
      const readings = answer.value.feeds;
      const down = sequencerFault(uptime === null ? undefined : readings[feeds.length], block.timeSeconds);
      if (down !== null) return fail('prices-unavailable', down, { when: 'next-tick' });
      return ok(
        new Map(
          feeds.map((feed, index): readonly [string, Quote] => [
            feed.asset,
            judgedFeed(feed, readings[index], block.timeSeconds),
          ]),
        ),
      );
    },
  });
