import type { DueIndex } from '../../lib/index-portfolio/due-index.ts';
import type { Index } from '../../lib/index-portfolio/index-policy.ts';
import { type PlannedLook, planIndex } from '../../lib/index-portfolio/plan-index.ts';
import { bugIn, type Failure, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { OneClick } from './one-click-client.ts';
import { type IndexWorld, readIndexSight, readIndexWorld } from './read-index-sight.ts';
import type { Verifier } from './verifier-client.ts';

export type IndexLog = {
  readonly info: (fields: object, event: string) => void;
  readonly warn: (fields: object, event: string) => void;
};

/** A look as it is journaled. */
export type LookedIndex = PlannedLook & {
  readonly due: DueIndex;
  readonly index: Index;
  readonly dueInSeconds: number;
};

export type IndexPorts = {
  readonly api: Pick<OneClick, 'tokens'>;
  readonly verifier: Pick<Verifier, 'balances' | 'finalBlock'>;
  /** Some at a time; none = nobody is due. */
  readonly claim: () => Promise<Result<readonly DueIndex[]>>;
  /** Null = somebody else holds the index by now, or money of its account is under way: nothing is written. */
  readonly journal: (look: LookedIndex) => Promise<Result<string | null>>;
  readonly failed: (due: DueIndex, failure: Failure) => Promise<Result<unknown>>;
  readonly release: (due: DueIndex) => Promise<Result<unknown>>;
  readonly halted: boolean;
  readonly nowSeconds: () => UnixSeconds;
  readonly log: IndexLog;
  readonly isOver: () => boolean;
  /** Sooner than that nobody is looked at again; 0 = every tick looks at everybody. */
  readonly tickIntervalSeconds: number;
};

/** What a look at an index comes to now; nothing is written. A dry run is this alone. */
export const lookAtIndex = async (
  { verifier, halted, nowSeconds }: Pick<IndexPorts, 'verifier' | 'halted' | 'nowSeconds'>,
  due: Omit<DueIndex, 'accountId' | 'token' | 'version'>,
  world: IndexWorld,
): Promise<Result<PlannedLook & { readonly index: Index }>> => {
  if (!due.index.ok) return due.index;
  const index = due.index.value;
  const wanted = index.allocations.map(({ token }) => token);
  const terms = { halted, nowSeconds: nowSeconds() };
  const sight = await readIndexSight(verifier, { world, known: due, wanted }, terms);
  return sight.ok ? ok({ ...planIndex(sight.value, index), index }) : sight;
};

const told = ({ decision: { plan, navUsdE18 }, swaps }: PlannedLook): object => ({
  valueUsdE18: navUsdE18 === null ? null : `${navUsdE18}`,
  ...(plan.kind === 'hold'
    ? { plan: 'hold', reason: plan.hold.reason }
    : { plan: 'act', legs: swaps.length, purpose: swaps[0]?.purpose }),
});

const endFailed = async (ports: IndexPorts, due: DueIndex, failure: Failure): Promise<Result<unknown>> => {
  const { accountId } = due;
  ports.log.warn({ accountId, code: failure.code, why: failure.message }, 'index-look-failed');
  return ports.failed(due, failure);
};

const tend = async (
  ports: IndexPorts,
  due: DueIndex,
  world: Result<IndexWorld>,
): Promise<Result<unknown>> => {
  const { accountId } = due;
  if (!world.ok) return endFailed(ports, due, world.error);
  const looked = await lookAtIndex(ports, due, world.value).catch(
    (thrown: unknown): Result<never> => ({
      ok: false,
      error: bugIn(`the look at the index of account ${accountId}`, thrown),
    }),
  );
  if (!looked.ok) return endFailed(ports, due, looked.error);
  const { decidedAt, nextLookAt } = looked.value.decision;
  const { tickIntervalSeconds: least } = ports;
  const dueInSeconds = least === 0 ? 0 : Math.max(least, nextLookAt - decidedAt);
  const decision = await ports.journal({ ...looked.value, due, dueInSeconds });
  if (!decision.ok) return endFailed(ports, due, decision.error);
  if (decision.value === null) ports.log.warn({ accountId }, 'index-look-lost');
  else ports.log.info({ accountId, decision: decision.value, ...told(looked.value) }, 'index-decided');
  return ok(null);
};

/**
 * Looks at every index that is due, until none is or time is up; each fails alone. What is decided is journaled with its legs in one transaction,
 * and nothing is asked for or signed here. The provider's list and the block are asked for once in a batch.
 */
export const tendIndexes = async (ports: IndexPorts): Promise<Result<null>> => {
  let failed: Result<null> = ok(null);
  while (!ports.isOver()) {
    const claimed = await ports.claim();
    if (!claimed.ok) return claimed;
    if (claimed.value.length === 0) return failed;
    const world = await readIndexWorld(ports);
    for (const due of claimed.value) {
      const ended = ports.isOver() ? await ports.release(due) : await tend(ports, due, world);
      if (!ended.ok) failed = ended;
    }
  }
  return failed;
};
