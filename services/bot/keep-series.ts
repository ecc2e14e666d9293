import { ok, type Result } from '../../lib/result.ts';
import { type Refusal, writeInParts } from './in-parts.ts';
import type { TickLog } from './tick-deps.ts';

/** Portfolios that are fed in one transaction. */
const FEED_MAX = 200;
/** Portfolios that are told of at once: finding them looks at each of the chain's, so it is done for many feeds. */
const BEHIND_MAX = 5_000;

/** What keeps the series of a chain's portfolios. Each is one short transaction and may be done by several at once. */
export type SeriesPorts = {
  /** Portfolios with looks that their series don't have yet. */
  readonly behind: (limit: number) => Promise<Result<readonly string[]>>;
  /** Takes their next looks in, all or nothing; answers who came further. */
  readonly feed: (portfolioIds: readonly string[]) => Promise<Result<readonly string[]>>;
  /** Gives up the looks so far of one that can't be stored. */
  readonly passOver: (portfolioId: string) => Promise<Result<void>>;
  /**
   * Thins out a bounded piece of what is old: points, and looks that found nothing to do. Answers how many portfolios it moved on, and
   * how many looks became a part of their day.
   */
  readonly thin: () => Promise<Result<{ readonly moved: number; readonly looks: number }>>;
  readonly log: Pick<TickLog, 'warn'>;
};

/** Only what fails by itself is given up: where everybody fails it is ours, and nothing is lost until it is mended. */
const passOver = async (
  ports: SeriesPorts,
  refused: ReadonlyMap<string, Refusal>,
): Promise<Result<number>> => {
  let passed = 0;
  for (const [portfolioId, { failure, own }] of refused) {
    ports.log.warn({ portfolioId, code: failure.code, why: failure.message }, 'series-refused');
    if (!own) continue;
    const done = await ports.passOver(portfolioId);
    if (!done.ok) return done;
    passed += 1;
  }
  return ok(passed);
};

/** How many of these came further, or were given up. */
const feedThese = async (
  ports: SeriesPorts,
  portfolioIds: readonly string[],
  timeIsUp: () => boolean,
): Promise<Result<number>> => {
  let moved = 0;
  for (let from = 0; from < portfolioIds.length && !timeIsUp(); from += FEED_MAX) {
    const fed = await writeInParts(portfolioIds.slice(from, from + FEED_MAX), ports.feed, timeIsUp);
    if (!fed.ok) return fed;
    const passed = await passOver(ports, fed.value.refused);
    if (!passed.ok) return passed;
    moved += fed.value.answers.length + passed.value;
  }
  return ok(moved);
};

const feedAll = async (ports: SeriesPorts, timeIsUp: () => boolean): Promise<Result<null>> => {
  while (!timeIsUp()) {
    const behind = await ports.behind(BEHIND_MAX);
    if (!behind.ok) return behind;
    const moved = await feedThese(ports, behind.value, timeIsUp);
    if (!moved.ok) return moved;
    // Nobody came further: all are up to date, wait for the index, or are fed by somebody else.
    if (moved.value === 0) break;
  }
  return ok(null);
};

/** What was kept up: looks that became a part of their day, and whether nothing is left to do. */
export type Kept = { readonly looks: number; readonly isDone: boolean };

const thinAll = async (ports: SeriesPorts, timeIsUp: () => boolean): Promise<Result<Kept>> => {
  let looks = 0;
  while (!timeIsUp()) {
    const piece = await ports.thin();
    if (!piece.ok) return piece;
    looks += piece.value.looks;
    if (piece.value.moved === 0) return ok({ looks, isDone: true });
  }
  return ok({ looks, isDone: false });
};

/** Brings every portfolio's series up to its last look and thins out what is old, as far as there is time; the next call goes on. */
export const keepSeries = async (ports: SeriesPorts, timeIsUp: () => boolean): Promise<Result<Kept>> => {
  const fed = await feedAll(ports, timeIsUp);
  return fed.ok ? thinAll(ports, timeIsUp) : fed;
};
