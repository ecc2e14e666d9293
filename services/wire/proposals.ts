import type { Address } from 'viem';
import { fail, ok, type Result } from '../../lib/result.ts';
import { estimateGas, readMarket } from '../chain/call-chain.ts';
import { readHead } from '../chain/chain-client.ts';
import { simulateCall } from '../chain/simulate-call.ts';
import { readQuotes, readSwapPools } from '../chain/swap-pools.ts';
import { judgedFeed } from '../prices/judged-feed.ts';
import { hideOrder, readOrderStatus, readPlaceable } from '../store/orders.ts';
import { wishProposals } from '../store/proposals.ts';
import { POOL_GAS } from '../venues/proposal/prepare-proposals.ts';
import type { ProposalChain, ProposalJournal } from '../venues/proposal/proposal-venue.ts';
import { readPricesOf } from './bot-chain.ts';
import type { InDatabase } from './bot-store.ts';
import type { ServedChain } from './served-chain.ts';

/** The store, as the journal of proposals. */
export const proposalJournal = (run: InDatabase): ProposalJournal => ({
  placeable: (ids) => run((sql) => readPlaceable(sql, ids)),
  wish: (wished) =>
    run((sql) =>
      wishProposals(
        sql,
        wished.map(({ action: { id: orderId, generation }, call }) => ({ orderId, generation, call })),
      ),
    ),
  hide: (id) => run((sql) => hideOrder(sql, id)),
  find: (id) => run((sql) => readOrderStatus(sql, id)),
});

const WEI_PER_ETHER = 10n ** 18n;

/** What one proposal costs in gas, by the native coin's feed. Fails with `not-configured` where the chain's facts name none. */
const gasUsdE18Of =
  (served: ServedChain): ProposalChain['gasUsdE18'] =>
  async (block) => {
    const { facts, chainId, chain } = served;
    const feed = facts.feeds.find(({ asset }) => asset === facts.nativeSymbol);
    if (feed === undefined)
      return fail(
        'not-configured',
        `What gas costs can't be told in dollars: the facts of ${facts.name} name no feed of ${facts.nativeSymbol}.`,
        { when: 'next-tick' },
      );
    const read = readPricesOf(new Map([[chainId, served]]));
    const [market, prices] = await Promise.all([
      readMarket(chain),
      read(chainId, { block, spot: null, tokens: [], feeds: [feed.address] }),
    ]);
    if (!market.ok) return market;
    if (!prices.ok) return prices;
    const price = judgedFeed(feed, prices.value.feeds[0], block.timeSeconds);
    if (!price.ok)
      return fail('prices-unavailable', `What gas costs can't be told in dollars: ${price.detail}.`, {
        when: 'next-tick',
      });
    const { maxFeeWei, maxPriorityFeeWei } = market.value;
    // The market's offer has room for twice the base fee: half of both together is what is paid now.
    const expectedWei = (maxFeeWei + maxPriorityFeeWei) / 2n;
    return ok((POOL_GAS * expectedWei * price.usdE18) / WEI_PER_ETHER);
  };

/** Tokens that most pools are made with. */
const middlesOf = ({ facts }: ServedChain): readonly Address[] => [
  ...new Set([facts.wrappedNative, facts.spotRouter?.quoteToken ?? null].filter((token) => token !== null)),
];

/** A chain, as proposals are made and tried on it. */
export const proposalChain = (served: ServedChain): ProposalChain => {
  const { chain, batching } = served;
  return {
    middles: middlesOf(served),
    pools: (asked, block) => readSwapPools(batching, asked, block),
    quotes: (questions, block) => readQuotes(batching, questions, block),
    gasUsdE18: gasUsdE18Of(served),
    simulate: (call, block) => simulateCall(chain, call, block),
    estimateGas: async (call): Promise<Result<bigint>> => {
      const head = await readHead(chain);
      if (!head.ok) return head;
      const refused = await simulateCall(chain, call, head.value);
      if (!refused.ok) return refused;
      if (refused.value !== null)
        return fail('order-not-fillable', `The contract refuses the proposal: ${refused.value}`, {
          when: 'next-tick',
        });
      return estimateGas(chain, call);
    },
  };
};
