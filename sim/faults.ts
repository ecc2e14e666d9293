import type { Address } from 'viem';
import type { Draw } from './draw.ts';
import type { Port, Turn } from './gate.ts';
import type { People } from './people.ts';

/** Where a fault strikes: at one call of a tick, which waits until it has. */
export type Stage = {
  readonly people: People;
  readonly draw: Draw;
  /** The portfolio that it is about, where it is about one. */
  readonly portfolio: Address;
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
const turn = (
  name: string,
  ports: readonly Port[],
  kind: Exclude<Turn['kind'], 'answer' | 'lag' | 'behind-in-logs'>,
): Fault => ({
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

/** Everything that a seed draws from. A name is what a search prints, so it stays; one more would move what every seed draws. */
export const FAULTS: readonly Fault[] = [
  turn('killed-before', ANY, 'die-before'),
  turn('killed-after', ANY, 'die-after'),
  turn('reply-lost', ANY, 'lose-reply'),
  turn('refused', ANY, 'refuse'),
  answer('rpc-429', 429, '{"error":"too many requests"}'),
  answer('rpc-503', 503, 'Service Unavailable'),
  answer('rpc-413', 413, 'Payload Too Large'),
  answer('rpc-malformed', 200, '{"jsonrpc":"2.0","id":1,"result":'),
  answer('rpc-of-another', 200, '{"jsonrpc":"2.0","id":999,"result":"0x1"}'),
  answer('rpc-out-of-gas', 200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"out of gas"}}'),
  {
    name: 'rpc-lags',
    ports: ['chain'],
    strike: async ({ people, draw }) => ({
      kind: 'lag',
      headNumber: (await people.headNumber()) - 1 - draw.below(20),
    }),
  },
  happens('overlap-2', ({ otherTicks }) => otherTicks(1)),
  happens('overlap-20', ({ otherTicks }) => otherTicks(19)),
  happens('frozen-past-lease', async ({ people, otherTicks }) => {
    await people.wait(LEASE_SECONDS + 1);
    await otherTicks(1);
    // Thawed at the very moment at which the other one ended, it could not be told from it.
    await people.wait(1);
  }),
  happens('order-expires', ({ people }) => people.wait(700)),
  happens('absent-six-hours', ({ people }) => people.wait(21_600)),
  happens('database-clock-ahead', ({ people }) => people.databaseClockJumps(600)),
  happens('filled-in-part', ({ people, portfolio }) => people.fill(portfolio, 3_000)),
  happens('filled', ({ people, portfolio }) => people.fill(portfolio, 10_000)),
  happens('reorganised', ({ people, draw }) => people.reorganise(1 + draw.below(64), 'dropped')),
  happens('reorganised-deep', ({ people }) => people.reorganise(64, 'dropped')),
  happens('re-included', ({ people, draw }) => people.reorganise(1 + draw.below(12), 're-included')),
  happens('filled-then-reorganised', async ({ people, portfolio }) => {
    await people.fill(portfolio, 10_000);
    await people.reorganise(1, 'dropped');
  }),
  happens('reorganised-and-overtaken', async ({ people, draw, otherTicks }) => {
    await people.reorganise(1 + draw.below(12), 'dropped');
    await otherTicks(1);
  }),
  happens('price-up-half', ({ people }) => people.price(5_000)),
  happens('price-down-half', ({ people }) => people.price(-5_000)),
  happens('price-zero', ({ people }) => people.priceZero()),
  happens('price-stale', ({ people }) => people.price(2_000, 100_000)),
  happens('owner-pauses', ({ people, portfolio }) => people.pause(portfolio)),
  happens('owner-cancels-all', ({ people, portfolio }) => people.cancelAll(portfolio)),
  happens('owner-withdraws', ({ people, portfolio }) => people.withdraw(portfolio)),
  happens('owner-deposits', ({ people, portfolio }) => people.deposit(portfolio)),
  happens('owner-rotates', ({ people, portfolio }) => people.rotateSigner(portfolio)),
  happens('owner-retargets', ({ people, portfolio }) => people.retarget(portfolio)),
];

/** Behind one name there are several nodes, and some of the questions about logs go to one that is behind. All of them, one time in four. */
export const BEHIND_IN_LOGS: Fault = {
  name: 'rpc-behind-in-logs',
  ports: ['chain'],
  strike: async ({ people, draw }) => {
    const headNumber = (await people.headNumber()) - 1 - draw.below(20);
    const [mask, every] = [draw.below(256), draw.below(4) === 0];
    return {
      kind: 'behind-in-logs',
      headNumber,
      which: (question) => every || ((mask >> (question % 8)) & 1) === 1,
    };
  },
};

/** Everything that may befall a tick at a call of a port. */
export const ALL_FAULTS: readonly Fault[] = [...FAULTS, BEHIND_IN_LOGS];
