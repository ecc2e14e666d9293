import type { Hex } from 'viem';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from '../chain/chain-client.ts';
import { type DelegationPlace, tryDelegations } from '../chain/try-delegations.ts';
import type { BotDatabase } from '../store/database.ts';
import { type DelegationToTry, readDelegationsToTry, saveStandings } from '../store/delegations.ts';

/** What is tried in one look; a chain has seldom more, and the rest comes first in the next one. */
const TRIED_MAX = 200;

export type SeeDelegations = {
  readonly run: BotDatabase['run'];
  readonly chainId: number;
  /** Sends what is asked at the same moment as one batch. */
  readonly batching: ChainClient;
  readonly place: DelegationPlace;
};

/** A delegation of which a look found another status than the last one did. */
export type ChangedDelegation = { readonly hash: Hex; readonly status: string; readonly standing: string };

/**
 * Tries what accounts have granted on a chain at a block, and keeps what was found: a revocation, a raised nonce or an expiry is known by
 * the first look after it. Fails as the chain does, and then nothing is kept.
 */
export const seeDelegations = async (
  { run, chainId, batching, place }: SeeDelegations,
  block: Pick<Block, 'number' | 'timeSeconds'>,
): Promise<Result<readonly ChangedDelegation[]>> => {
  const question = { chainId, manager: place.manager, limit: TRIED_MAX };
  const trials = await run((sql) => readDelegationsToTry(sql, question));
  if (trials.length === 0) return ok([]);
  const found = await tryDelegations(batching, { place, trials }, block.number);
  if (!found.ok) return found;
  const seen = trials.flatMap((trial, index) => {
    const one = found.value[index];
    const at = { blockNumber: block.number, timeSeconds: block.timeSeconds };
    return one === undefined ? [] : [{ id: trial.id, ...one, ...at }];
  });
  const changed = await run((sql) => saveStandings(sql, seen));
  const hashes = new Map(trials.map(({ id, hash }: DelegationToTry) => [id, hash]));
  return ok(
    changed.flatMap(({ id, status, standing }) => {
      const hash = hashes.get(id);
      return hash === undefined ? [] : [{ hash, status, standing }];
    }),
  );
};
