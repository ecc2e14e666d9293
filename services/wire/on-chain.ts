import { fail, type Result } from '../../lib/result.ts';
import { bugFields } from '../log.ts';
import type { Parts } from './tick/tick-ports.ts';

/**
 * Whoever asks anything of a chain gets an outcome and never an exception. Nothing is read of another chain than the one that was meant: a
 * node is asked for its chain's id before, or together with, the first thing that is asked of it.
 */
export const onChain = async <T>(
  parts: Pick<Parts, 'log'>,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> => {
  try {
    return await work();
  } catch (error) {
    parts.log.error(bugFields(error), 'tick-broke');
    return fail('bug', 'The tick broke; the log says how.', { when: 'next-tick' });
  }
};
