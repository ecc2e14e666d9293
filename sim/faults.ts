import type { Draw } from './draw.ts';
import type { Port, Turn } from './gate.ts';
import type { People } from './people.ts';

/** Where a fault strikes: at one call of a tick, which waits until it has. */
export type Stage = {
  readonly people: People;
  readonly draw: Draw;
  /** So many other ticks, each a process of its own, run from beginning to end while this one stands still. */
  readonly otherTicks: (count: number) => Promise<void>;
};

export type Fault = {
  readonly name: string;
  readonly ports: readonly Port[];
  readonly strike: (stage: Stage) => Promise<Turn>;
};

/** Longer than a lease lasts: the tick's budget and its reserve. */
export const LEASE_SECONDS = 35;

const ANY: readonly Port[] = ['database', 'chain'];
const GO_ON: Turn = { kind: 'go-on' };
const turn = (name: string, ports: readonly Port[], kind: Exclude<Turn['kind'], 'answer'>): Fault => ({
  name,
  ports,
  strike: async () => ({ kind }),
});
const answer = (name: string, status: number, body: string): Fault => ({
  name,
  ports: ['chain'],
  strike: async () => ({ kind: 'answer', status, body }),
});
const happens = (name: string, act: (stage: Stage) => Promise<unknown>): Fault => ({
  name,
  ports: ANY,
  strike: async (stage) => {
    await act(stage);
    return GO_ON;
  },
});

/** Everything that may befall a tick at a call of a port. A name is what a search prints, so it stays. */
export const FAULTS: readonly Fault[] = [
  turn('killed-before', ANY, 'die-before'),
  turn('killed-after', ANY, 'die-after'),
  turn('reply-lost', ANY, 'lose-reply'),
  turn('refused', ANY, 'refuse'),
  answer('rpc-429', 429, '{"error":"too many requests"}'),
  answer('rpc-503', 503, 'Service Unavailable'),
  answer('rpc-malformed', 200, '{"jsonrpc":"2.0","id":1,"result":'),
  happens('overlap-2', ({ otherTicks }) => otherTicks(1)),
  happens('overlap-20', ({ otherTicks }) => otherTicks(19)),
  happens('frozen-past-lease', async ({ people, otherTicks }) => {
    await people.wait(LEASE_SECONDS + 1);
    await otherTicks(1);
  }),
  happens('order-expires', ({ people }) => people.wait(700)),
  happens('absent-six-hours', ({ people }) => people.wait(21_600)),
  happens('filled-in-part', ({ people }) => people.fill(3_000)),
  happens('filled', ({ people }) => people.fill(10_000)),
  happens('reorganised', ({ people, draw }) => people.reorganise(1 + draw.below(64))),
  happens('filled-then-reorganised', async ({ people }) => {
    await people.fill(10_000);
    await people.reorganise(1);
  }),
  happens('price-up-half', ({ people }) => people.price(5_000)),
  happens('price-down-half', ({ people }) => people.price(-5_000)),
  happens('price-zero', ({ people }) => people.priceZero()),
  happens('price-stale', ({ people }) => people.price(2_000, 100_000)),
  happens('owner-pauses', ({ people }) => people.pause()),
  happens('owner-cancels-all', ({ people }) => people.cancelAll()),
  happens('owner-withdraws', ({ people }) => people.withdraw()),
];
