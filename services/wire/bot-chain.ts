import type { Address } from 'viem';
import type { AccountState } from '../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { SimulatePorts } from '../bot/simulate.ts';
import type { PortfolioReading } from '../bot/snapshot-of.ts';
import type { ChainClient } from '../chain/chain-client.ts';
import { isSignatureValid } from '../chain/check-signature.ts';
import { observeFleet, observeOrders } from '../chain/observe-fleet.ts';
import { readBlock, readHead } from '../chain/read-head.ts';
import { readEvents, readTransfers } from '../chain/read-logs.ts';
import type { SettlePorts } from '../indexer/settle.ts';

const NOBODY = '0x0000000000000000000000000000000000000000';
const lower = (address: string): Address => address.toLowerCase() as Address;

const stateOf = (reading: PortfolioReading): AccountState => ({
  address: lower(reading.portfolio),
  owner: lower(reading.owner),
  signer: reading.signer === NOBODY ? null : lower(reading.signer),
  generation: BigInt(reading.generation),
  paused: reading.paused,
});

/** One reading for each address, in their order. */
export const readFleet = async (
  chain: ChainClient,
  addresses: readonly Address[],
  blockNumber: bigint,
): Promise<Result<readonly PortfolioReading[]>> => {
  const read = await observeFleet({ chain, blockNumber }, addresses);
  return read.ok ? ok(read.value.answers) : read;
};

/** The chain, as settling sees it. */
export const settleChain = (
  chain: ChainClient,
): Pick<SettlePorts, 'head' | 'block' | 'events' | 'transfers' | 'states'> => ({
  head: () => readHead(chain),
  block: (number) => readBlock(chain, number),
  events: (addresses, span) => readEvents(chain, addresses, span),
  transfers: (accounts, span) => readTransfers(chain, accounts, span),
  states: async (addresses, block) => {
    const read = await readFleet(chain, addresses, block.number);
    return read.ok ? ok(read.value.filter((reading) => reading.ok).map(stateOf)) : read;
  },
});

/** The chain, as simulating sees it. */
export const simulateChain = (chain: ChainClient): SimulatePorts => ({
  askOrders: async (orders, block) => {
    const queries = orders.map(({ portfolio, order, blob }) => ({ portfolio, order, blob }));
    const [read, ...signatures] = await Promise.all([
      observeOrders({ chain, blockNumber: block.number }, queries),
      ...orders.map(({ portfolio: account, orderHash: hash, blob }) =>
        isSignatureValid(chain, { account, hash, blob, blockNumber: block.number }),
      ),
    ]);
    if (!read.ok) return read;
    const failed = signatures.find((signature) => !signature.ok);
    if (failed !== undefined && !failed.ok) return failed;
    return ok(
      read.value.answers.map((answer, index) => {
        const signature = signatures[index];
        return { ...answer, signatureValid: signature?.ok === true && signature.value };
      }),
    );
  },
});
