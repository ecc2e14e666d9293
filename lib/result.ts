import { type FailureCode, type Whose, whoseFault } from './failure-code.ts';

/** Seconds since 1970-01-01T00:00:00Z, whole. Block timestamps inside the core; never wall time there. */
export type UnixSeconds = number;

/** When a failed step is worth trying again. Failures are instructions to the scheduler. */
export type Retry =
  | { readonly when: 'next-tick' }
  | { readonly when: 'at'; readonly time: UnixSeconds }
  | { readonly when: 'never' };

/** An expected failure. `message` is one plain sentence for a person. */
export type Failure = {
  readonly code: FailureCode;
  readonly message: string;
  readonly retry: Retry;
  readonly whose: Whose;
  /** Of what was asked, the part that it is about, by its name there; absent = all of it. */
  readonly field?: string;
};

/** An expected outcome as a value. Bugs throw, expected failures never do. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** A failure that names when to try again, by default never, and says whose fault it is. */
export const failure = <Code extends FailureCode>(
  code: Code,
  message: string,
  retry: Retry = { when: 'never' },
): Failure & { readonly code: Code } => ({ code, message, retry, whose: whoseFault(code) });

/** The outcome of what failed. */
export const fail = (code: FailureCode, message: string, retry?: Retry): Result<never> => ({
  ok: false,
  error: failure(code, message, retry),
});

/** The outcome of what failed for one part of what was asked. */
export const failAt = (field: string, code: FailureCode, message: string): Result<never> => ({
  ok: false,
  error: { ...failure(code, message), field },
});

/** The inner outcome, or the outer failure. */
export const flat = <T>(outcome: Result<Result<T>>): Result<T> => (outcome.ok ? outcome.value : outcome);

/** Whatever is thrown is a bug of ours: the failure says where it was met. */
export const bugIn = (where: string, thrown: unknown): Failure =>
  failure('bug', `${where}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
    when: 'next-tick',
  });
