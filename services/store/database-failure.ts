import { type Failure, failure, ok, type Result } from '../../lib/result.ts';

type Row = { readonly match: RegExp; readonly failure: Failure };

const soon = { when: 'next-tick' } as const;

/**
 * What went wrong, by SQLSTATE or by the driver's own code; the first match counts. Anything else is a bug of ours (a wrong
 * statement) and throws. What is refused for one row's sake (`value-refused`, `row-refused`) is told apart from what fails for all.
 */
const TABLE: readonly Row[] = [
  {
    match: /^42P01$/,
    failure: failure(
      'database-not-migrated',
      'The database has not all tables of this build: run the migrations.',
      soon,
    ),
  },
  // A column or a function.
  {
    match: /^(42703|42883)$/,
    failure: failure(
      'database-not-migrated',
      'The database has not all that this build needs: run the migrations.',
      soon,
    ),
  },
  {
    match: /^(42501|28...)$/,
    failure: failure(
      'database-refused',
      'The database login may not do this: it must be a member of balancer_bot.',
      { when: 'never' },
    ),
  },
  {
    match: /^25006$/,
    failure: failure(
      'database-unavailable',
      'The database takes no writes: it is read-only (default_transaction_read_only), or a standby.',
      soon,
    ),
  },
  {
    match: /^53100$/,
    failure: failure('database-unavailable', 'The database takes no writes: its disk is full.', soon),
  },
  // 53: resources, 57: shut-down or cancelled by a time-out, 58: system, 08: connection.
  {
    match:
      /^(53...|57...|58...|08...|3D000|25P03|CONNECTION_\w+|CONNECT_TIMEOUT|ECONN\w+|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN)$/,
    failure: failure('database-unavailable', 'The database did not answer.', soon),
  },
  {
    match: /^(40001|40P01|55P03)$/,
    failure: failure('database-busy', 'Other work was in the way in the database.', soon),
  },
  // 22: a value no column can hold, such as a NUL byte or a number beyond its type; 54: beyond a limit of the server.
  {
    match: /^(22|54)...$/,
    failure: failure('value-refused', 'The database can not hold a value of this row.', soon),
  },
  {
    match: /^23...$/,
    failure: failure('row-refused', 'A rule of the database refuses this row.', soon),
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

/** Whether no statement can follow on that connection: the driver lost it, or the server said that it ends it. */
export const endsConnection = (error: unknown): boolean =>
  /^(CONNECTION_\w+|ECONN\w+|EPIPE|ETIMEDOUT)$/.test(codeOf(error)) ||
  (error instanceof Error && 'severity' in error && /^(FATAL|PANIC)$/.test(String(error.severity)));

/** Five letters or digits are the server's, anything longer the driver's or the system's own. */
const named = (code: string): string => (/^[0-9A-Z]{5}$/.test(code) ? `SQLSTATE ${code}` : code);

/**
 * The failure behind a thrown error, or null when it is a bug. Its message ends with the code that it was told by: of many causes that come to
 * one failure it names the one. The server's own text is left out: it may quote the row.
 */
export const databaseFailure = (error: unknown): Failure | null => {
  const code = codeOf(error);
  const known = TABLE.find(({ match }) => match.test(code))?.failure;
  if (known === undefined) return null;
  return { ...known, message: `${known.message} (${named(code)}${constraintOf(error)})` };
};

/** Runs database work; an expected failure becomes a value, a bug throws. */
export const asDatabaseResult = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return ok(await work());
  } catch (error) {
    const known = databaseFailure(error);
    if (known === null) throw error;
    return { ok: false, error: known };
  }
};
