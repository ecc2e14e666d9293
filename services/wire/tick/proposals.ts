import type { Address } from 'viem';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { gasUsedBy, readMarket } from '../../chain/call-chain.ts';
import { readHead } from '../../chain/chain-client.ts';
import { simulateCall } from '../../chain/simulate-call.ts';
import { readQuotes, readSwapPools } from '../../chain/swap-pools.ts';
import { hideOrder, readOrderStatus, readPlaceable } from '../../store/tick/orders.ts';
import { readGasBuffers, wishProposals } from '../../store/tick/proposals.ts';
import { POOL_GAS } from '../../venues/proposal/prepare-proposals.ts';
import type { ProposalChain, ProposalJournal } from '../../venues/proposal/proposal-venue.ts';
import { readNativeUsdE18 } from '../prices/native-price.ts';
import type { ServedChain } from '../served-chain.ts';
import type { InDatabase } from './bot-store.ts';

/** The store, as the journal of proposals. */
export const proposalJournal = (run: InDatabase): ProposalJournal => ({
  placeable: (ids) => run((sql) => readPlaceable(sql, ids)),
  gasBuffers: (ids) => run((sql) => readGasBuffers(sql, ids)),
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

/** What one proposal costs in gas, by the native coin's feed. Fails as {@link readNativeUsdE18} does. */
const gasUsdE18Of =
  (served: ServedChain): ProposalChain['gasUsdE18'] =>
  async (block) => {
    const [market, nativeUsdE18] = await Promise.all([
      readMarket(served.chain),
      readNativeUsdE18(served, block),
    ]);
    if (!market.ok) return market;
    if (!nativeUsdE18.ok) return nativeUsdE18;
    const { maxFeeWei, maxPriorityFeeWei } = market.value;
    // The market's offer has room for twice the base fee: half of both together is what is paid now.
    const expectedWei = (maxFeeWei + maxPriorityFeeWei) / 2n;
    return ok((POOL_GAS * expectedWei * nativeUsdE18.value) / WEI_PER_ETHER);
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
      return gasUsedBy(chain, call);
    },
  };
};
