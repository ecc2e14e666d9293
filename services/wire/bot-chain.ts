import type { Address } from 'viem';
import type { AccountState, Block } from '../../lib/ledger/chain-facts.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ObservePorts } from '../bot/observe.ts';
import type { PortfolioReading } from '../bot/snapshot-of.ts';
import type { ChainClient } from '../chain/chain-client.ts';
import { areSignaturesValid } from '../chain/check-signature.ts';
import { observeFleet, observeOrders } from '../chain/observe-fleet.ts';
import { readAccount } from '../chain/read-account.ts';
import { readBlocks } from '../chain/read-blocks.ts';
import { readCreations, readEvents } from '../chain/read-events.ts';
import { readHead } from '../chain/read-head.ts';
import { readTransfers } from '../chain/read-transfers.ts';
import type { SettleChain } from '../indexer/settle-ports.ts';
import type { AskOrders } from '../venues/order-book/check-orders.ts';

const NOBODY = '0x0000000000000000000000000000000000000000';
const lower = (address: string): Address => address.toLowerCase() as Address;

const stateOf = (reading: PortfolioReading): AccountState => ({
  address: lower(reading.portfolio),
  owner: lower(reading.owner),
  signer: reading.signer === NOBODY ? null : lower(reading.signer),
  generation: BigInt(reading.generation),
  paused: reading.paused,
  tokens: reading.assets.map(({ token }) => lower(token)),
});

const soundReading = (answer: Result<PortfolioReading>): Result<PortfolioReading> =>
  answer.ok && !answer.value.ok
    ? fail('portfolio-unreadable', `The contract ${lower(answer.value.portfolio)} can't be read.`, {
        when: 'next-tick',
      })
    : answer;

/** The fleet, as observing sees it: one reading or one failure of its own for each address, in their order. */
export const fleetOf =
  (chain: ChainClient): ObservePorts['readFleet'] =>
  async (addresses, { block, suspects, timeIsUp }) => {
    const read = await observeFleet({ chain, blockNumber: block.number, suspects, timeIsUp }, addresses);
    return read.ok ? ok(read.value.answers.map(soundReading)) : read;
  };

/** One by one, the contracts whose assets keep the lens from reading them. */
const statesByGetters = async (
  chain: ChainClient,
  { addresses, block, timeIsUp }: StatesQuery,
): Promise<readonly AccountState[]> => {
  const states: AccountState[] = [];
  for (const address of addresses) {
    if (timeIsUp()) break;
    const state = await readAccount(chain, { address, blockNumber: block.number });
    if (state.ok) states.push(state.value);
  }
  return states;
};

type StatesQuery = {
  readonly addresses: readonly Address[];
  readonly block: Block;
  readonly timeIsUp: () => boolean;
};

const statesOf = async (chain: ChainClient, query: StatesQuery): Promise<Result<readonly AccountState[]>> => {
  const { addresses, block, timeIsUp } = query;
  const read = await observeFleet({ chain, blockNumber: block.number, timeIsUp }, addresses);
  if (!read.ok) return read;
  const readings = read.value.answers.map(soundReading);
  const blocked = addresses.filter((_, index) => {
    const reading = readings[index];
    return reading !== undefined && !reading.ok && reading.error.code !== 'not-reached';
  });
  const others = await statesByGetters(chain, { ...query, addresses: blocked });
  return ok([...readings.flatMap((reading) => (reading.ok ? [stateOf(reading.value)] : [])), ...others]);
};

export type SettlingChain = {
  readonly chain: ChainClient;
  /** The same node through a client that sends what is asked at once as one batch. */
  readonly batching: ChainClient;
  readonly factory: Address;
};

/** The chain, as settling sees it. What time was too short for is left out of the states. */
export const settleChain = ({ chain, batching, factory }: SettlingChain): SettleChain => ({
  head: () => readHead(chain),
  blocks: (numbers, timeIsUp) => readBlocks({ chain: batching, timeIsUp }, numbers),
  creations: (span, timeIsUp) => readCreations({ chain, timeIsUp }, factory, span),
  events: (accounts, span, timeIsUp) => readEvents({ chain, timeIsUp }, accounts, span),
  transfers: (listings, span, timeIsUp) => readTransfers({ chain, timeIsUp }, listings, span),
  states: (addresses, block, timeIsUp) => statesOf(chain, { addresses, block, timeIsUp }),
});

const NOT_ASKED = fail('not-reached', 'It was not asked about.', { when: 'next-tick' });

/** The chain, as the order book asks it about orders. */
export const askOrdersOf =
  (chain: ChainClient): AskOrders =>
  async (actions, { block, suspects, timeIsUp }) => {
    const options = { chain, blockNumber: block.number, suspects, timeIsUp };
    const queries = actions.map(({ account: portfolio, body }) => ({
      portfolio,
      order: body.order,
      blob: body.signature,
    }));
    const read = await observeOrders(options, queries);
    if (!read.ok) return read;
    const answers = read.value.answers;
    const asked = actions.filter((_, index) => answers[index]?.ok === true);
    const signatures = await areSignaturesValid(options, asked);
    if (!signatures.ok) return signatures;
    const validity = new Map(asked.map(({ id }, index) => [id, signatures.value[index]]));
    return ok(
      actions.map(({ id }, index) => {
        const answer = answers[index];
        const signatureValid = validity.get(id);
        if (answer === undefined || !answer.ok) return answer ?? NOT_ASKED;
        if (signatureValid === undefined || !signatureValid.ok) return signatureValid ?? NOT_ASKED;
        return ok({ ...answer.value, signatureValid: signatureValid.value });
      }),
    );
  };
