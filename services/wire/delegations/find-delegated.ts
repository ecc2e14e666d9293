import { ok, type Result } from '../../../lib/result.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readDelegated } from '../../chain/find-delegated.ts';
import { readDelegatedReach, saveDelegatedSpan } from '../../store/delegations/delegated-accounts.ts';
import { blocksToFind } from '../blocks-to-find.ts';
import { sureDepthOf } from '../sure-depth.ts';
import type { Parts } from '../tick/tick-ports.ts';

/**
 * Finds the contracts that accounts have had made for their delegations: what the factory's log says since the last pass, and once more of
 * the blocks that the chain may still change its mind about. What they say of themselves, and whether they name one of our keys, the index
 * reads as it does of every account. Nothing where the chain names no factory. Answers how many were created in the blocks that were read.
 */
export const findDelegated = async (
  { run, served }: Pick<Parts, 'run' | 'served'>,
  timeIsUp: () => boolean,
): Promise<Result<number>> => {
  const { chain, batching, chainId, delegated, facts } = served;
  if (delegated === null) return ok(0);
  const { factory, fromBlock: first } = delegated;
  const [head, reach] = await Promise.all([
    readHead(chain),
    run((sql) => readDelegatedReach(sql, { chainId, factory })),
  ]);
  if (!head.ok) return head;
  if (!reach.ok) return reach;
  const { number: blockNumber } = head.value;
  const sureDepth = sureDepthOf(facts);
  const span = blocksToFind({ first, reach: reach.value, head: blockNumber, sureDepth });
  if (span === null) return ok(0);
  const found = await readDelegated(batching, { factory, span }, timeIsUp);
  if (!found.ok) return found;
  const saved = await run((sql) =>
    saveDelegatedSpan(sql, { chainId, factory, fromBlock: span.fromBlock, ...found.value }),
  );
  return saved.ok ? ok(found.value.creations.length) : saved;
};
