import type { ReadChainPrices } from '../../../lib/ledger/chain-prices.ts';
import { fail, ok } from '../../../lib/result.ts';
import { type ChainClient, readHead } from '../../chain/chain-client.ts';
import { lensOf } from '../../chain/lens-of.ts';
import type { NodeMeter } from '../../chain/node-meter.ts';
import { observeFleet, observeOrders } from '../../chain/observe-fleet.ts';
import { readAccount } from '../../chain/read-account.ts';
import { readBlocks } from '../../chain/read-blocks.ts';
import { readChainPrices } from '../../chain/read-chain-prices.ts';
import { readCreations, readEvents } from '../../chain/read-events.ts';
import { readTransfers } from '../../chain/read-transfers.ts';
import type { BalancerChain } from '../../custody/balancer/balancer-ports.ts';
import type { SettleChain } from '../../indexer/settle.ts';
import type { AskOrders } from '../../venues/order-book/check-orders.ts';
import type { ServedChain, ServedChains } from '../served-chain.ts';

/** The chain, as settling walks it. */
export const settleChain = ({ chain, batching }: ServedChain): SettleChain => ({
  head: () => readHead(chain),
  blocks: (numbers, timeIsUp) => readBlocks({ chain: batching, timeIsUp }, numbers),
});

const NO_FACTORY = fail('not-configured', 'FACTORY_ADDRESS is missing: no portfolio can be found.');

/** The chain, as our contracts' custody reads it. */
export const balancerChain = ({ chain, batching, factory, meter }: ServedChain): BalancerChain => ({
  readFleet: async (addresses, { block, suspects, timeIsUp }) => {
    const read = await observeFleet({ chain, blockNumber: block.number, suspects, timeIsUp }, addresses);
    if (!read.ok) return read;
    meter?.readInParts(read.value.cost);
    return ok(read.value.answers);
  },
  readAccount: (address, block) => readAccount(chain, { address, blockNumber: block.number }),
  blocks: (numbers, timeIsUp) => readBlocks({ chain: batching, timeIsUp }, numbers),
  creations: async (span, timeIsUp) =>
    factory === null ? NO_FACTORY : readCreations({ chain: batching, timeIsUp }, factory, span),
  events: (accounts, span, timeIsUp) => readEvents({ chain: batching, timeIsUp }, accounts, span),
  transfers: (listings, span, timeIsUp) => readTransfers({ chain: batching, timeIsUp }, listings, span),
});

const NOT_SERVED = fail('not-configured', 'The chain is not served.');

/** The same chain, as the custody of accounts that trade by their delegations reads it. */
export const delegatedChain = (served: ServedChain): BalancerChain => {
  const { chain, delegated, meter } = served;
  return {
    ...balancerChain(served),
    readFleet: async (addresses, { block, suspects, timeIsUp }) => {
      const lens = lensOf('delegated', delegated?.lens ?? null);
      const options = { chain, blockNumber: block.number, suspects, timeIsUp, ...lens };
      const read = await observeFleet(options, addresses);
      if (!read.ok) return read;
      meter?.readInParts(read.value.cost);
      return ok(read.value.answers);
    },
    readAccount: (address, block) =>
      readAccount(chain, { address, blockNumber: block.number, isDelegated: true }),
  };
};

/** The served chains, as price sources read pools and feeds. */
export const readPricesOf =
  (chains: ServedChains): ReadChainPrices =>
  async (chainId, question) => {
    const served = chains.get(chainId);
    return served === undefined ? NOT_SERVED : readChainPrices(served.chain, question);
  };

/** The chain, as the order book asks it about orders. */
export const askOrdersOf =
  (chain: ChainClient, meter?: NodeMeter): AskOrders =>
  async (actions, { block, suspects, timeIsUp }) => {
    const queries = actions.map(({ account: portfolio, body }) => ({
      portfolio,
      order: body.order,
      blob: body.signature,
    }));
    const read = await observeOrders({ chain, blockNumber: block.number, suspects, timeIsUp }, queries);
    if (!read.ok) return read;
    meter?.readInParts(read.value.cost);
    return ok(read.value.answers);
  };
