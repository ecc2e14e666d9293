import type { Block } from '../../../lib/ledger/chain-facts.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { readChainPrices } from '../../chain/read-chain-prices.ts';
import { judgedFeed } from '../../prices/judged-feed.ts';
import type { ServedChain } from '../served-chain.ts';

const CANT_TELL = "What gas costs can't be told in dollars";

/**
 * What a whole native coin of a chain is worth in a block, by its feed, USD in 18 decimals. Fails with `not-configured` where the chain's
 * facts name no feed of it, with `prices-unavailable` where that gives no price of its time, and as the chain does.
 */
export const readNativeUsdE18 = async (
  { facts, chain }: Pick<ServedChain, 'facts' | 'chain'>,
  block: Block,
): Promise<Result<bigint>> => {
  const feed = facts.feeds.find(({ asset }) => asset === facts.nativeSymbol);
  if (feed === undefined)
    return fail(
      'not-configured',
      `${CANT_TELL}: the facts of ${facts.name} name no feed of ${facts.nativeSymbol}.`,
      { when: 'next-tick' },
    );
  const prices = await readChainPrices(chain, { block, spot: null, tokens: [], feeds: [feed.address] });
  if (!prices.ok) return prices;
  const price = judgedFeed(feed, prices.value.feeds[0], block.timeSeconds);
  return price.ok
    ? ok(price.usdE18)
    : fail('prices-unavailable', `${CANT_TELL}: ${price.detail}.`, { when: 'next-tick' });
};
