import postgres, { type Sql } from 'postgres';
import { z } from 'zod';

const DATABASE = '1balancer_chain';

const SCHEMA = `
  create table if not exists blocks (
    number bigint primary key,
    hash text not null unique,
    time_seconds bigint not null,
    block text not null,
    receipts text not null,
    raw_transactions text not null
  );
  create table if not exists transactions (
    hash text primary key,
    block_number bigint not null references blocks on delete cascade,
    position int not null
  );
  create index if not exists transactions_block on transactions (block_number);
  create table if not exists log_emitters (
    address text not null,
    block_number bigint not null references blocks on delete cascade,
    primary key (address, block_number)
  );
  create index if not exists log_emitters_block on log_emitters (block_number);
  create table if not exists calls (
    id bigint generated always as identity primary key,
    after_block bigint not null,
    method text not null,
    params text not null
  );`;

/** One block as the node told it, and what it takes to make it again. */
export type RecordedBlock = {
  readonly number: number;
  readonly hash: string;
  readonly timeSeconds: number;
  /** JSON of the block with whole transactions, and of its receipts. */
  readonly block: string;
  readonly receipts: string;
  readonly rawTransactions: readonly string[];
  readonly transactionHashes: readonly string[];
  readonly emitters: readonly string[];
};

/** What makes a block again: the same transactions at the same time. */
export type BlockInputs = Pick<RecordedBlock, 'number' | 'hash' | 'timeSeconds' | 'rawTransactions'>;

/** A change of state that no transaction made, such as a balance given, after the block of that number. */
export type StateCall = {
  readonly after: number;
  readonly method: string;
  readonly params: readonly unknown[];
};

export type BlockPlace = { readonly number: number; readonly hash: string };
type BlockBody = { readonly block: string; readonly receipts: string };

/** Every block, receipt and log since genesis, outside the node's memory. Written by one process, read by it too. */
export type BlockHistory = {
  readonly head: () => Promise<BlockPlace | null>;
  readonly append: (blocks: readonly RecordedBlock[]) => Promise<void>;
  /** Forgets what came after the block of this number. */
  readonly cutAfter: (number: number) => Promise<void>;
  readonly recordCall: (call: StateCall) => Promise<void>;
  readonly hashOf: (number: number) => Promise<string | null>;
  readonly inputs: (from: number, to: number) => Promise<readonly BlockInputs[]>;
  /** Changes of state recorded after the one of this id, oldest first. */
  readonly callsSince: (id: number) => Promise<readonly (StateCall & { readonly id: number })[]>;
  readonly lastCallId: () => Promise<number>;
  readonly byNumber: (number: number) => Promise<BlockBody | null>;
  readonly byHash: (hash: string) => Promise<(BlockBody & BlockPlace) | null>;
  readonly byTransaction: (hash: string) => Promise<(BlockBody & { readonly position: number }) | null>;
  /** Receipts of the blocks from `from` to `to` in which one of `emitters` (null = anybody) logged, oldest first. */
  readonly receiptsWithLogs: (
    range: { readonly from: number; readonly to: number },
    emitters: readonly string[] | null,
  ) => AsyncIterable<string>;
  readonly close: () => Promise<void>;
};

const count = z.coerce.number();
const placeRow = z.object({ number: count, hash: z.string() });
const bodyRow = z.object({ block: z.string(), receipts: z.string() });
const inputsRow = z
  .object({ number: count, hash: z.string(), time_seconds: count, raw_transactions: z.string() })
  .transform(({ number, hash, time_seconds, raw_transactions }) => ({
    ...{ number, hash, timeSeconds: time_seconds },
    rawTransactions: z.array(z.string()).parse(JSON.parse(raw_transactions)),
  }));
const callRow = z
  .object({ id: count, after_block: count, method: z.string(), params: z.string() })
  .transform(({ id, after_block, method, params }) => ({
    ...{ id, after: after_block, method },
    params: z.array(z.unknown()).parse(JSON.parse(params)),
  }));

const first = <T>(rows: readonly unknown[], schema: z.ZodType<T>): T | null =>
  rows.length === 0 ? null : schema.parse(rows[0]);

const insert = (sql: Sql, blocks: readonly RecordedBlock[]): Promise<unknown> =>
  sql.begin(async (tx) => {
    await tx`insert into blocks ${tx(
      blocks.map(({ number, hash, timeSeconds, block, receipts, rawTransactions }) => ({
        ...{ number, hash, block, receipts, time_seconds: timeSeconds },
        raw_transactions: JSON.stringify(rawTransactions),
      })),
    )}`;
    const transactions = blocks.flatMap(({ number, transactionHashes }) =>
      transactionHashes.map((hash, position) => ({ hash, position, block_number: number })),
    );
    if (transactions.length > 0) await tx`insert into transactions ${tx(transactions)}`;
    const emitters = blocks.flatMap(({ number, emitters: addresses }) =>
      addresses.map((address) => ({ address, block_number: number })),
    );
    if (emitters.length > 0) await tx`insert into log_emitters ${tx(emitters)}`;
  });

/** Creates the history's database when there is none; `fresh` empties it. */
const prepare = async (url: (database: string) => string, fresh: boolean): Promise<Sql> => {
  const admin = postgres(url('postgres'), { max: 1, prepare: false, onnotice: () => undefined });
  try {
    if (fresh) await admin.unsafe(`drop database if exists "${DATABASE}" with (force)`);
    const there = await admin`select from pg_database where datname = ${DATABASE}`;
    if (there.length === 0) await admin.unsafe(`create database "${DATABASE}"`);
  } finally {
    await admin.end();
  }
  // Not waiting for the disk: what a kill of the server loses is the last moments, and the bot's own commits carry it along.
  const connection = { synchronous_commit: 'off' } as const;
  const sql = postgres(url(DATABASE), { max: 3, prepare: false, connection, onnotice: () => undefined });
  await sql.unsafe(SCHEMA);
  return sql;
};

/** Opens the history in a database of its own beside the product's. Needs a login that may create it. */
export const openBlockHistory = async (
  url: (database: string) => string,
  fresh: boolean,
): Promise<BlockHistory> => {
  const sql = await prepare(url, fresh);
  return {
    head: async () =>
      first(await sql`select number, hash from blocks order by number desc limit 1`, placeRow),
    append: async (blocks) => {
      if (blocks.length > 0) await insert(sql, blocks);
    },
    cutAfter: async (number) => {
      await sql.begin(async (tx) => {
        await tx`delete from calls where after_block > ${number}`;
        await tx`delete from blocks where number > ${number}`;
      });
    },
    recordCall: async ({ after, method, params }) => {
      await sql`insert into calls (after_block, method, params) values (${after}, ${method}, ${JSON.stringify(params)})`;
    },
    hashOf: async (number) =>
      first(await sql`select number, hash from blocks where number = ${number}`, placeRow)?.hash ?? null,
    inputs: async (from, to) => {
      const rows = await sql`
        select number, hash, time_seconds, raw_transactions from blocks
        where number between ${from} and ${to} order by number`;
      return rows.map((row) => inputsRow.parse(row));
    },
    callsSince: async (id) => {
      const rows = await sql`select id, after_block, method, params from calls where id > ${id} order by id`;
      return rows.map((row) => callRow.parse(row));
    },
    lastCallId: async () => {
      const [row] = await sql`select coalesce(max(id), 0) as id from calls`;
      return z.object({ id: count }).parse(row).id;
    },
    byNumber: async (number) =>
      first(await sql`select block, receipts from blocks where number = ${number}`, bodyRow),
    byHash: async (hash) =>
      first(
        await sql`select number, hash, block, receipts from blocks where hash = ${hash}`,
        bodyRow.extend(placeRow.shape),
      ),
    byTransaction: async (hash) =>
      first(
        await sql`
          select t.position, b.block, b.receipts from transactions t join blocks b on b.number = t.block_number
          where t.hash = ${hash}`,
        bodyRow.extend({ position: z.number() }),
      ),
    receiptsWithLogs: async function* ({ from, to }, emitters) {
      const found = sql`
        select b.receipts from blocks b
        where b.number between ${from} and ${to} and exists (
          select from log_emitters e where e.block_number = b.number
            ${emitters === null ? sql`` : sql`and e.address in ${sql(emitters)}`})
        order by b.number`;
      for await (const rows of found.cursor(200)) {
        for (const row of rows) yield z.object({ receipts: z.string() }).parse(row).receipts;
      }
    },
    close: () => sql.end({ timeout: 2 }),
  };
};
