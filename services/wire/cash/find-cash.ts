import { ok, type Result } from '../../../lib/result.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readCashCreations } from '../../chain/find-cash.ts';
import { readCash } from '../../chain/read-cash.ts';
import {
  readCashReach,
  saveCashCreations,
  saveCashStates,
  takeCashToRead,
} from '../../store/cash/cash-accounts.ts';
import { blocksToFind } from '../blocks-to-find.ts';
import { sureDepthOf } from '../sure-depth.ts';
import type { Parts } from '../tick/tick-ports.ts';

/** Who strangers create is read so many a pass. */
const READ_MAX = 200;

/**
 * Finds the cash portfolios of a chain's factory: what its log says since the last pass, and once more of the blocks that the chain may
 * still change its mind about. Those that name one of our keys become portfolios; others are asked again, ever more seldom. Nothing where
 * the chain names no factory. Answers how many were created in the blocks that were read.
 */
export const findCash = async (
  { run, served, ring }: Pick<Parts, 'run' | 'served' | 'ring'>,
  timeIsUp: () => boolean,
): Promise<Result<number>> => {
  const { chain, chainId, cash, facts } = served;
  if (cash === null) return ok(0);
  const { factory, fromBlock: first, lens } = cash;
  const [head, reach] = await Promise.all([
    readHead(chain),
    run((sql) => readCashReach(sql, { chainId, factory })),
  ]);
  if (!head.ok) return head;
  if (!reach.ok) return reach;
  const { number: blockNumber } = head.value;
  const sureDepth = sureDepthOf(facts);
  const span = blocksToFind({ first, reach: reach.value, head: blockNumber, sureDepth });
  if (span === null) return ok(0);
  const found = await readCashCreations(chain, { factory, span }, timeIsUp);
  if (!found.ok) return found;
  const saved = await run((sql) =>
    saveCashCreations(sql, { chainId, factory, fromBlock: span.fromBlock, ...found.value }),
  );
  if (!saved.ok) return saved;
  const portfolios = await run((sql) => takeCashToRead(sql, { chainId, limit: READ_MAX }));
  if (!portfolios.ok) return portfolios;
  const question = { portfolios: portfolios.value, vaults: [], transmitter: null, nonces: [] };
  const read = await readCash({ chain, blockNumber, lens, timeIsUp }, question);
  if (!read.ok) return read;
  const states = [...read.value.portfolios].map(([address, { owner, signer, generation, paused }]) => ({
    ...{ address, owner, signer, paused, generation: BigInt(generation) },
  }));
  const signers = [...ring.keys.addresses];
  const kept = await run((sql) => saveCashStates(sql, { chainId, states, signers }));
  return kept.ok ? ok(found.value.creations.length) : kept;
};
