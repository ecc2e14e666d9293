import { type Failure, failure } from '../../lib/result.ts';

/** Whatever is thrown is a bug of ours: the failure says where it was met. */
export const bugIn = (where: string, thrown: unknown): Failure =>
  failure('bug', `${where}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
    when: 'next-tick',
  });
