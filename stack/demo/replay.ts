import type { Sql } from 'postgres';
import type { Sender } from '../chain/local-chain.ts';
import { latestBlock } from '../chain/rpc.ts';
import { sleep } from '../process/sleep.ts';
import { liveOrders, lookedAtSince } from '../report/journal.ts';
import { type Published, publishRow, type StackFeed } from '../world/feeds.ts';
import type { PriceTape, TapeRow } from '../world/price-tape.ts';
import type { World } from '../world/world.ts';

/** How the replay keeps step with the bot. Milliseconds of wall time. */
export type Pace = {
  /** Least time between two rows while everything holds; 0 = as fast as the bot looks. */
  readonly rowMs: number;
  /** How long block time stands still for open orders before the next row comes. */
  readonly freezeMs: number;
  /** How long a row waits for the bot's look before the replay goes on without it. */
  readonly lookMs: number;
};

export type Replay = {
  readonly rpcUrl: string;
  readonly world: World;
  readonly tape: PriceTape;
  readonly operator: Sender;
  /** What the market does at a row before any feed tells of it. */
  readonly lead: (row: TapeRow) => Promise<void>;
  readonly sql: Sql;
  readonly pace: () => Pace;
  /** Asks for a tick now; the bot's own loop ticks besides. */
  readonly nudge: () => Promise<void>;
  /** Called after each row and while orders are open; true ends the replay. */
  readonly onStep: (step: Step) => Promise<boolean>;
  readonly stopped: () => boolean;
};

export type Step = { readonly row: TapeRow; readonly published: Published; readonly lookedAt: boolean };

const feedsOf = (world: World): readonly StackFeed[] =>
  world.assets.map(({ symbol, feed, column }) => ({ symbol, feed, column }));

/** True once every portfolio has been looked at in this block or a later one. */
const looked = async (
  { sql, world, nudge, pace, stopped }: Replay,
  blockNumber: bigint,
): Promise<boolean> => {
  const deadline = performance.now() + pace().lookMs;
  while (!stopped()) {
    await nudge();
    if ((await lookedAtSince(sql, blockNumber)) >= world.portfolios.length) return true;
    if (performance.now() > deadline) return false;
    await sleep(30);
  }
  return false;
};

/** Holds block time while orders are open, so that whoever wants to fill them can; answers whether the replay is over. */
const waitForFills = async (replay: Replay, step: Step): Promise<boolean> => {
  const { sql, pace, nudge, onStep, stopped } = replay;
  const deadline = performance.now() + pace().freezeMs;
  while (!stopped() && (await liveOrders(sql)) > 0 && performance.now() < deadline) {
    await sleep(150);
    await nudge();
    if (await onStep(step)) return true;
  }
  return false;
};

/**
 * Publishes the tape's rows from the chain's own time on, each only after every portfolio has been looked at since the
 * last one. While orders are open block time stands still for a while; then the market moves on.
 * @returns false when the tape ran out, true when `onStep` or a stop ended it
 */
export const replayPrices = async (replay: Replay): Promise<boolean> => {
  const { rpcUrl, world, tape, operator, lead, pace, onStep, stopped } = replay;
  const feeds = feedsOf(world);
  const { timeSeconds: now } = await latestBlock(rpcUrl);
  for (const row of tape.play()) {
    if (row.knownAtSeconds <= now) continue;
    if (stopped()) return true;
    const startedAt = performance.now();
    await lead(row);
    const published = await publishRow({
      rpcUrl,
      board: world.board,
      operator,
      feeds,
      columns: tape.columns,
      row,
    });
    const step = { row, published, lookedAt: await looked(replay, published.blockNumber) };
    if ((await onStep(step)) || (await waitForFills(replay, step))) return true;
    const early = pace().rowMs - (performance.now() - startedAt);
    if (early > 0) await sleep(early);
  }
  return false;
};
