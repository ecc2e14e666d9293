import type { Address, Hex } from 'viem';
import type { DelegatedContracts } from '../../../lib/delegations/framework.ts';
import type { DelegationStatus } from '../../../lib/delegations/standing.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../../lib/result.ts';
import type { ChainClient } from '../../chain/chain-client.ts';
import { readCurrentClones } from '../../chain/read-clones.ts';
import { type DelegationFound, tryDelegations } from '../../chain/try-delegations.ts';
import { appendAudit } from '../../store/audit/audit-log.ts';
import {
  type DelegationToTry,
  readDelegationsToTry,
  saveStandings,
  supersedeDelegations,
} from '../../store/delegations/delegations.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** What is tried in one round: as much as a node takes in a batch or two. */
const TRIED_MAX = 200;

export type SeeDelegations = {
  readonly run: InDatabase;
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

type At = Pick<Block, 'number' | 'timeSeconds'>;

/** One round; null when nothing was left to be tried. */
const seeSome = async (
  see: SeeDelegations,
  block: At,
): Promise<Result<readonly ChangedDelegation[] | null>> => {
  const { run, chainId, contracts } = see;
  const question = { chainId, manager: contracts.manager, limit: TRIED_MAX, notSeenAt: block.number };
  const trials = await run((sql) => readDelegationsToTry(sql, question));
  if (!trials.ok) return trials;
  if (trials.value.length === 0) return ok(null);
  const answers = await askChain(see, trials.value, block.number);
  if (!answers.ok) return answers;
  const { found, retired } = answers.value;
  const seen = trials.value.flatMap(({ id }, index) => {
    const one = found[index];
    const at = { blockNumber: block.number, timeSeconds: block.timeSeconds };
    return one === undefined ? [] : [{ id, ...one, ...at }];
  });
  return run(async (sql) => {
    const superseded = await supersedeDelegations(sql, { chainId, clones: retired });
    const changed = await saveStandings(sql, seen);
    const changes = [
      ...superseded.map((hash) => ({ hash, status: 'superseded' as const })),
      ...changed.map(({ hash, status }) => ({ hash, status })),
    ];
    // Nobody here did it: the chain says that somebody has.
    for (const change of changes)
      await appendAudit(sql, {
        ...{ actor: 'system', action: 'delegation-seen', portfolioId: null, origin: null },
        ...{ before: null, after: { ...change, chainId, block: block.number } },
      });
    return changes;
  });
};

/**
 * Tries what accounts have granted on a chain at a block, and keeps what was found: a revocation, a raised nonce, an expiry or another
 * contract of the account is known by the first look after it. In rounds, each kept, until all was tried or time is up: what was not is tried
 * first in the next look. Fails as the chain does, and of that round nothing is kept.
 */
export const seeDelegations = async (
  see: SeeDelegations,
  block: At,
  timeIsUp: () => boolean = () => false,
): Promise<Result<readonly ChangedDelegation[]>> => {
  const changed: ChangedDelegation[] = [];
  for (;;) {
    const some = await seeSome(see, block);
    if (!some.ok) return some;
    if (some.value === null) return ok(changed);
    changed.push(...some.value);
    if (timeIsUp()) return ok(changed);
  }
};
