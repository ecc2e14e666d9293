import type { Hex } from 'viem';
import type { Action } from '../../../lib/ledger/action.ts';
import type { PlacingState } from '../../../lib/ledger/venue.ts';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { ShowingJournal } from '../oneinch/place-all.ts';
import type { AskOrders, OrderAnswer } from '../order-book/check-orders.ts';

type Entry = {
  readonly action: Action;
  shown: boolean;
  everShown: boolean;
  closed: boolean;
  filled: bigint;
};

/** A journal in memory, with a switch that takes it away. */
export const memoryOrderBook = () => {
  const entries = new Map<Hex, Entry>();
  let isDown = false;
  let isLost = false;
  const away = fail('database-unavailable', 'The database did not answer.', { when: 'next-tick' });
  const answer = async <T>(value: () => T): Promise<Result<T>> => {
    if (isDown) return away;
    const told = value();
    return isLost ? away : ok(told);
  };
  const journal: ShowingJournal = {
    placeable: (ids) =>
      answer(() =>
        ids.map((id): PlacingState => {
          const entry = entries.get(id);
          if (entry === undefined) return 'unknown';
          if (entry.closed) return 'closed';
          return entry.everShown ? 'already-placed' : 'placeable';
        }),
      ),
    markPlaced: (ids) =>
      answer(() =>
        ids.map((id) => {
          const entry = entries.get(id);
          if (entry === undefined) return 'unknown';
          if (entry.closed) return 'closed';
          const already = entry.everShown;
          entry.everShown = true;
          entry.shown = true;
          return already ? 'already-placed' : 'placed';
        }),
      ),
    hide: (id) =>
      answer(() => {
        const entry = entries.get(id);
        const was = entry?.shown ?? false;
        if (entry !== undefined) {
          entry.shown = false;
          entry.closed = true;
        }
        return was;
      }),
    find: (id) =>
      answer(() => {
        const entry = entries.get(id);
        if (entry === undefined || !entry.everShown) return { status: 'unknown' };
        return {
          status: entry.closed ? 'closed' : 'open',
          remainingSellUnits: entry.closed ? 0n : entry.action.body.order.makingAmount - entry.filled,
        };
      }),
  };
  return {
    journal,
    store: (action: Action): void => {
      entries.set(action.id, { action, shown: false, everShown: false, closed: false, filled: 0n });
    },
    close: (action: Action): void => {
      const entry = entries.get(action.id);
      if (entry === undefined) return;
      entry.closed = true;
      entry.shown = false;
    },
    fill: (action: Action, units: bigint): void => {
      const entry = entries.get(action.id);
      if (entry !== undefined) entry.filled += units;
    },
    shownHashes: (): readonly Hex[] =>
      [...entries.values()].filter(({ shown }) => shown).map(({ action }) => action.body.orderHash),
    setDown: (down: boolean): void => {
      isDown = down;
    },
    loseAnswers: (lost: boolean): void => {
      isLost = lost;
    },
  };
};

/** A key that always answers, and a chain that takes every order as it stands, but for what is changed. */
export const obligingChain = (change: Partial<OrderAnswer> = {}) => {
  let signed = 0;
  const signAs: SignAs = () => async (digest) => {
    signed += 1;
    return ok<Hex>(`${digest}${digest.slice(2)}1b`);
  };
  const askOrders: AskOrders = async (actions) =>
    ok(
      actions.map(({ body }) => {
        const { orderHash, order } = body;
        const limits = { state: 0, fillable: order.makingAmount, limit: 0 };
        return ok({ ok: true, orderHash, signatureValid: true, ...limits, ...change });
      }),
    );
  return { signAs, askOrders, signatures: () => signed };
};
