import { fail, type Result } from '../../lib/result.ts';
import type { Parts } from './tick-ports.ts';

/** Whoever asks anything of a chain gets an outcome and never an exception; no work is done on another chain than the one that was meant. */
export const onChain = async <T>(parts: Parts, work: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    const right = await parts.served.isRight();
    return right.ok ? await work() : right;
  } catch (error) {
    parts.log.error({ why: error instanceof Error ? error.message : String(error) }, 'tick-broke');
    return fail('bug', 'The tick broke; the log says how.', { when: 'next-tick' });
  }
};
