import { createReadStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { type Failure, fail, failure, ok, type Result } from '../../../lib/result.ts';
import { Secret } from '../../secret.ts';
import { appendAudit } from '../../store/audit/audit-log.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { inOneTransaction, withRows } from '../../store/operation/dump-rows.ts';
import { migrate, migrationStatus } from '../../store/operation/migrate.ts';
import { holdsRows, restoreRows } from '../../store/operation/restore-rows.ts';

/**
 * What a back-up leaves out. A place in the stream is a transaction's number, which another server counts anew; a session that was ended
 * since would live again. Which migrations were applied is the head's to say.
 */
const LEFT_OUT = ['login_nonces', 'schema_migrations', 'sessions', 'stream_events'];

const headSchema = z.object({
  backup: z.literal(1),
  takenAt: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
});
type Head = z.output<typeof headSchema>;
/** How a back-up's last line begins, and none of a row. */
const END = '{"end":';
const endSchema = z.object({ end: z.object({ rows: z.number() }) });
const tokensRow = z.object({ tokens: z.number() });

/** Undoes the transaction that it is thrown in. */
class Refused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
const mustHave = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Refused(result.error);
  return result.value;
};
const refuse = (code: 'backup-unreadable' | 'database-not-empty' | 'migration-changed', message: string) =>
  new Refused(failure(code, message));

const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const headOf = async (sql: TransactionSql): Promise<Head> => {
  const [row] = await sql`
    select now()::timestamptz(0)::text as "takenAt",
      (select json_agg(json_build_object('name', name, 'sha256', sha256) order by name) from schema_migrations) as migrations`;
  return headSchema.parse({ backup: 1, ...row });
};

export type BackUp = { readonly directUrl: string; readonly file: string };

/**
 * Writes every row into a new file that its owner alone reads, as of one moment, whole or not at all; answers how many. Secrets kept for
 * others are in it as they are stored, under SECRETS_KEY. Fails with `file-unwritable` and like the database.
 */
export const backUpDatabase = async ({ directUrl, file }: BackUp): Promise<Result<number>> => {
  const partial = `${file}.${process.pid}.partial`;
  let rows = 0;
  const text = async function* (lines: AsyncIterable<string>, sql: TransactionSql): AsyncGenerator<string> {
    yield `${JSON.stringify(await headOf(sql))}\n`;
    for await (const line of lines) {
      rows += 1;
      yield `${line}\n`;
    }
    yield `${JSON.stringify({ end: { rows } })}\n`;
  };
  try {
    const handle = await open(partial, 'wx', 0o600);
    const sink = handle.createWriteStream({ flush: true });
    const written = await asDatabaseResult(() =>
      withRows({ url: new Secret(directUrl), without: LEFT_OUT }, (lines, sql) =>
        pipeline(Readable.from(text(lines, sql)), createGzip(), sink),
      ),
    );
    sink.destroy();
    if (!written.ok) return written;
    // A link is made only where there is nothing, which a rename doesn't ask.
    await link(partial, file);
    return ok(rows);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return fail(
      'file-unwritable',
      `${file} ${code === 'EEXIST' ? 'is there already' : `can't be written (${code})`}`,
    );
  } finally {
    await rm(partial, { force: true });
  }
};

/** Lines of a back-up. @throws Refused */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = createGunzip().setEncoding('utf8');
  createReadStream(file)
    .on('error', (error) => text.destroy(error))
    .pipe(text);
  let rest = '';
  try {
    for await (const part of text) {
      const lines = `${rest}${part}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw refuse(
      'backup-unreadable',
      `${file} can't be read to its end (${systemCode(error) ?? 'unknown'}).`,
    );
  }
}

const parsed = <T>(schema: z.ZodType<T>, line: string | undefined): T | null => {
  try {
    return schema.safeParse(JSON.parse(line ?? '')).data ?? null;
  } catch {
    return null;
  }
};

/** The lines between head and end. @throws Refused when the end is missing or tells of more or fewer */
async function* rowsOf(file: string, lines: AsyncGenerator<string>): AsyncGenerator<string> {
  let [rows, end]: [number, number | null] = [0, null];
  for await (const line of lines) {
    if (line.startsWith(END)) {
      end = parsed(endSchema, line)?.end.rows ?? null;
      continue;
    }
    rows += 1;
    yield line;
  }
  if (end !== rows) throw refuse('backup-unreadable', `${file} is cut off after ${rows} rows.`);
}

export type Restoring = BackUp & { readonly folder: string };
export type Restored = {
  readonly rows: number;
  readonly takenAt: string;
  /** Migrations that have come since. */
  readonly applied: readonly string[];
  /** API tokens that were not revoked then. */
  readonly tokens: number;
};

/** The migrations that the back-up's database had, and only these. @throws Refused */
const migrateAsThen = async ({ directUrl, folder }: Restoring, { migrations }: Head): Promise<void> => {
  const url = new Secret(directUrl);
  const states = await migrationStatus({ url, folder });
  const here = new Map(states.map((one) => [one.name, one]));
  const missing = migrations.find(({ name, sha256 }) => here.get(name)?.sha256 !== sha256);
  if (missing !== undefined)
    throw refuse(
      'migration-changed',
      `${missing.name} isn't here as the back-up knows it: restore with the version that made it.`,
    );
  const only = migrations.map(({ name }) => name);
  const beyond = states.find(({ name, state }) => state !== 'pending' && !only.includes(name));
  if (beyond !== undefined)
    throw refuse(
      'database-not-empty',
      `${beyond.name} is applied, which the back-up doesn't know: give it a database without tables.`,
    );
  mustHave(await migrate({ url, folder, only }));
};

const fill = async (
  sql: TransactionSql,
  { takenAt }: Head,
  lines: AsyncIterable<string>,
): Promise<{ readonly rows: number; readonly tokens: number }> => {
  if (await holdsRows(sql))
    throw refuse('database-not-empty', 'The database holds rows already: nothing is restored over them.');
  const rows = await restoreRows(sql, lines);
  await appendAudit(sql, {
    ...{ actor: 'operator', action: 'database-restored', portfolioId: null },
    ...{ before: null, after: { takenAt, rows }, origin: null },
  });
  const [row] = await sql`select count(*)::int as tokens from api_tokens where revoked_at is null`;
  return { rows, ...tokensRow.parse(row) };
};

/**
 * Restores a back-up into a database without rows: its migrations, then its rows in one transaction, then the migrations that have come
 * since. Fails with `backup-unreadable`, `database-not-empty`, `migration-changed` and like the database, and no row is there then.
 */
export const restoreDatabase = async (restoring: Restoring): Promise<Result<Restored>> => {
  const { directUrl, file, folder } = restoring;
  const url = new Secret(directUrl);
  const restore = async (): Promise<Restored> => {
    const lines = linesOf(file);
    const head = parsed(headSchema, (await lines.next()).value);
    if (head === null) throw refuse('backup-unreadable', `${file} doesn't begin as a back-up does.`);
    await migrateAsThen(restoring, head);
    const filled = await inOneTransaction(url, (sql) => fill(sql, head, rowsOf(file, lines)));
    return { ...filled, takenAt: head.takenAt, applied: mustHave(await migrate({ url, folder })) };
  };
  try {
    return await asDatabaseResult(restore);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.failure };
    throw error;
  }
};
