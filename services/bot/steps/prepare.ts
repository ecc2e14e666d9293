import { CHAIN_VENUE_IDS } from '../../../lib/engine/venue-id.ts';
import type { Action } from '../../../lib/ledger/action.ts';
import type { Intent, PreparedIntent, Venues } from '../../../lib/ledger/venue.ts';
import { decisionContentHash, legContentId } from '../../../lib/orders/content-id.ts';
import { bugIn, fail, ok, type Result } from '../../../lib/result.ts';
import type { TickDeps } from '../tick-deps.ts';
import {
  type Batch,
  type DecidedWay,
  failedAlone,
  type Outcome,
  onwardInTurn,
  type PreparedWay,
} from '../way.ts';

/** Same plan, same ids, whoever makes it. */
const intentsOf = ({ due, look }: DecidedWay): readonly Intent[] => {
  const { snapshot, decision } = look;
  if (decision.plan.kind === 'hold') return [];
  const { legs } = decision.plan;
  const { chainId, address: portfolio } = snapshot.account;
  const content = decisionContentHash({
    blockHash: snapshot.blockHash,
    engineVersion: decision.engineVersion,
    legs,
  });
  const { policyVersion } = due;
  return legs.map((leg) => ({
    id: legContentId({ chainId, portfolio, policyVersion, decision: content, legIndex: leg.index }),
    leg,
  }));
};

const actionOf = (
  { due, look }: DecidedWay,
  venue: Action['venue'],
  { id, leg, body }: PreparedIntent,
): Action => {
  const { account, generation } = look.snapshot;
  return {
    id,
    portfolioId: due.portfolioId,
    chainId: account.chainId,
    account: account.address,
    generation,
    venue,
    leg: {
      index: leg.index,
      sliceNumber: leg.slice.number,
      sellToken: leg.sellToken,
      buyToken: leg.buyToken,
    },
    body,
  };
};

const actionsOf = async (venues: Venues, way: DecidedWay): Promise<Result<readonly Action[]>> => {
  const intents = intentsOf(way);
  const actions: Action[] = [];
  for (const id of CHAIN_VENUE_IDS) {
    const wanted = intents.filter(({ leg }) => leg.venue === id);
    if (wanted.length === 0) continue;
    const venue = venues[id];
    if (venue === null)
      return fail('venue-unavailable', `There is no venue ${id} yet.`, { when: 'next-tick' });
    const prepared = await venue.prepare(wanted, way.observed);
    if (!prepared.ok) return prepared;
    actions.push(...prepared.value.map((intent) => actionOf(way, id, intent)));
  }
  return ok(actions);
};

/** Has each plan's legs built, guarded and signed by their venues. A plan is prepared whole or not at all. */
export const prepare = (
  { venues }: Pick<TickDeps, 'venues'>,
  ways: readonly (DecidedWay | Outcome)[],
  batch: Batch,
): Promise<readonly (PreparedWay | Outcome)[]> =>
  onwardInTurn(ways, async (way: DecidedWay): Promise<PreparedWay | Outcome> => {
    try {
      const actions = await actionsOf(venues, way);
      return actions.ok
        ? { ...way, kind: 'prepared', actions: actions.value }
        : failedAlone(way.due, actions.error, batch);
    } catch (thrown) {
      return failedAlone(way.due, bugIn('Preparing failed', thrown), batch);
    }
  });
