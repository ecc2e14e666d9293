import { type Failure, fail, ok, type Result } from '../../lib/result.ts';

type Row = { readonly match: RegExp; readonly failure: Failure };

const soon = { when: 'next-tick' } as const;

/**
 * What went wrong, by SQLSTATE or by the driver's own code; the first match counts. Anything else is a bug of ours (a wrong
 * statement) and throws. What is refused for one row's sake (`value-refused`, `row-refused`) is told apart from what fails for all.
 */
const TABLE: readonly Row[] = [
  {
    match: /^42P01$/,
    failure: {
      code: 'database-not-migrated',
      message: 'The database has no tables yet: run the migrations.',
      retry: soon,
    },
  },
  {
    match: /^(42501|28...)$/,
    failure: {
      code: 'database-refused',
      message: 'The database login may not do this: it must be a member of balancer_bot.',
      retry: { when: 'never' },
    },
  },
  // 53: resources, 57: shut-down or cancelled by a time-out, 58: system, 08: connection.
  {
    match:
      /^(53...|57...|58...|08...|3D000|25P03|CONNECTION_\w+|CONNECT_TIMEOUT|ECONN\w+|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN)$/,
    failure: { code: 'database-unavailable', message: 'The database did not answer.', retry: soon },
  },
  {
    match: /^(40001|40P01|55P03)$/,
    failure: { code: 'database-busy', message: 'Other work was in the way in the database.', retry: soon },
  },
  // 22: a value no column can hold, such as a NUL byte or a number beyond its type; 54: beyond a limit of the server.
  {
    match: /^(22|54)...$/,
    failure: {
      code: 'value-refused',
      message: 'The database can not hold a value of this row.',
      retry: soon,
    },
  },
  {
    match: /^23...$/,
    failure: { code: 'row-refused', message: 'A rule of the database refuses this row.', retry: soon },
  },
];

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const constraintOf = (error: unknown): string =>
  error instanceof Error && 'constraint_name' in error && typeof error.constraint_name === 'string'
    ? `, ${error.constraint_name}`
    : '';

/** True when the server has certainly undone the transaction, so that running it again is safe. */
export const isRolledBack = (error: unknown): boolean => /^(40001|40P01)$/.test(codeOf(error));

/** The failure behind a thrown error, or null when it is a bug. The server's own text is left out: it may quote the row. */
export const databaseFailure = (error: unknown): Failure | null => {
  const code = codeOf(error);
  const failure = TABLE.find(({ match }) => match.test(code))?.failure;
  if (failure === undefined) return null;
  return /^(22|23|54)/.test(code)
    ? { ...failure, message: `${failure.message} (SQLSTATE ${code}${constraintOf(error)})` }
    : failure;
};

/** Runs database work; an expected failure becomes a value, a bug throws. */
export const asDatabaseResult = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return ok(await work());
  } catch (error) {
    const failure = databaseFailure(error);
    if (failure === null) throw error;
    return fail(failure.code, failure.message, failure.retry);
  }
};
