import type { Address, Hex } from 'viem';
import type { DelegatedContracts } from '../../lib/delegations/framework.ts';
import type { DelegationStatus } from '../../lib/delegations/standing.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from '../chain/chain-client.ts';
import { readCurrentClones } from '../chain/read-clones.ts';
import { type DelegationFound, tryDelegations } from '../chain/try-delegations.ts';
import type { BotDatabase } from '../store/database.ts';
import {
  type DelegationToTry,
  readDelegationsToTry,
  saveStandings,
  supersedeDelegations,
} from '../store/delegations.ts';

/** What is tried in one look; a chain has seldom more, and the rest comes first in the next one. */
const TRIED_MAX = 200;

export type SeeDelegations = {
  readonly run: BotDatabase['run'];
  readonly chainId: number;
  /** Sends what is asked at the same moment as one batch. */
  readonly batching: ChainClient;
  readonly contracts: DelegatedContracts;
};

/** A delegation of which a look found another status than the last one did. */
export type ChangedDelegation = { readonly hash: Hex; readonly status: DelegationStatus };

type Answers = { readonly found: readonly DelegationFound[]; readonly retired: readonly Address[] };

/** What the chain says of each, and which of the contracts that they name are no longer their account's current one. */
const askChain = async (
  { batching, contracts }: SeeDelegations,
  trials: readonly DelegationToTry[],
  blockNumber: bigint,
): Promise<Result<Answers>> => {
  const accounts = [...new Set(trials.map(({ delegator }) => delegator))];
  const [found, clones] = await Promise.all([
    tryDelegations(batching, { place: contracts, trials }, blockNumber),
    readCurrentClones(batching, { factory: contracts.factory, accounts }, blockNumber),
  ]);
  if (!found.ok) return found;
  if (!clones.ok) return clones;
  const current = new Map(accounts.map((account, index) => [account, clones.value[index]]));
  const retired = trials.filter(({ delegator, delegate }) => current.get(delegator) !== delegate);
  return ok({ found: found.value, retired: [...new Set(retired.map(({ delegate }) => delegate))] });
};

/**
 * Tries what accounts have granted on a chain at a block, and keeps what was found: a revocation, a raised nonce, an expiry or another
 * contract of the account is known by the first look after it. Fails as the chain does, and then nothing is kept.
 */
export const seeDelegations = async (
  see: SeeDelegations,
  block: Pick<Block, 'number' | 'timeSeconds'>,
): Promise<Result<readonly ChangedDelegation[]>> => {
  const { run, chainId, contracts } = see;
  const question = { chainId, manager: contracts.manager, limit: TRIED_MAX };
  const trials = await run((sql) => readDelegationsToTry(sql, question));
  if (trials.length === 0) return ok([]);
  const answers = await askChain(see, trials, block.number);
  if (!answers.ok) return answers;
  const { found, retired } = answers.value;
  const seen = trials.flatMap(({ id }, index) => {
    const one = found[index];
    const at = { blockNumber: block.number, timeSeconds: block.timeSeconds };
    return one === undefined ? [] : [{ id, ...one, ...at }];
  });
  return run(async (sql) => {
    const superseded = await supersedeDelegations(sql, { chainId, clones: retired });
    const changed = await saveStandings(sql, seen);
    return ok([
      ...superseded.map((hash) => ({ hash, status: 'superseded' as const })),
      ...changed.map(({ hash, status }) => ({ hash, status })),
    ]);
  });
};
