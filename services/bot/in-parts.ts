import type { FailureCode } from '../../lib/failure-code.ts';
import { bugIn, type Failure, ok, type Result } from '../../lib/result.ts';

/** What became of a batch that was written as one, or in as few parts as it took. */
export type Written<T, A> = {
  readonly answers: readonly A[];
  readonly refused: ReadonlyMap<T, Refusal>;
  /** Time was up before their part's turn. */
  readonly unreached: readonly T[];
};

export type Refusal = {
  readonly failure: Failure;
  /** The fault is the item's own: its values can't be stored, or others were stored where it wasn't. */
  readonly own: boolean;
};

type Write<T, A> = (items: readonly T[]) => Promise<Result<readonly A[]>>;

/** What one row may cause: it is looked for. */
const SPLIT_CODES: readonly FailureCode[] = ['value-refused', 'row-refused', 'bug'];

const attempt = async <T, A>(items: readonly T[], write: Write<T, A>): Promise<Result<readonly A[]>> => {
  try {
    return await write(items);
  } catch (thrown) {
    return { ok: false, error: bugIn('Writing failed', thrown) };
  }
};

const halvesOf = <T>(items: readonly T[]): readonly (readonly T[])[] => {
  const middle = items.length >> 1;
  return [items.slice(0, middle), items.slice(middle)];
};

/**
 * Writes a batch at once. What is refused for one item's sake is written again in halves, until that item is alone and everything else
 * is written. Fails only for what fails for everybody, such as a database that is away.
 */
export const writeInParts = async <T, A>(
  items: readonly T[],
  write: Write<T, A>,
  timeIsUp: () => boolean,
): Promise<Result<Written<T, A>>> => {
  const answers: A[] = [];
  const failures = new Map<T, Failure>();
  const unreached: T[] = [];
  let written = 0;
  const parts: (readonly T[])[] = items.length === 0 ? [] : [items];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part !== items && timeIsUp()) {
      unreached.push(...part);
      continue;
    }
    const done = await attempt(part, write);
    if (done.ok) {
      written += part.length;
      answers.push(...done.value);
    } else if (!SPLIT_CODES.includes(done.error.code)) return done;
    else if (part.length === 1) for (const item of part) failures.set(item, done.error);
    else parts.push(...halvesOf(part));
  }
  const refused = new Map(
    [...failures].map(([item, failure]) => [
      item,
      { failure, own: failure.code === 'value-refused' || written > 0 },
    ]),
  );
  return ok({ answers, refused, unreached });
};
