/** Seconds since 1970-01-01T00:00:00Z, whole. Block timestamps inside the core; never wall time there. */
export type UnixSeconds = number;

/** When a failed step is worth trying again. Failures are instructions to the scheduler. */
export type Retry =
  | { readonly when: 'next-tick' }
  | { readonly when: 'at'; readonly time: UnixSeconds }
  | { readonly when: 'never' };

/** An expected failure. `code` is a stable kebab-case word, `message` one plain sentence for a person. */
export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly retry: Retry;
};

/** An expected outcome as a value. Bugs throw, expected failures never do. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** A failure that names when to try again; by default never. */
export const fail = (code: string, message: string, retry: Retry = { when: 'never' }): Result<never> => ({
  ok: false,
  error: { code, message, retry },
});

/** The inner outcome, or the outer failure. */
export const flat = <T>(outcome: Result<Result<T>>): Result<T> => (outcome.ok ? outcome.value : outcome);
