import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REASONS } from '../../../lib/engine/reasons.ts';
import { ORDER_STATUSES } from '../../../lib/ledger/lifecycle.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { schemaText } from './schema-text.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const wordsOf = (definition: string): readonly string[] =>
  [...definition.matchAll(/'([a-z-]+)'/g)].map(([, word]) => word ?? '');

it('is what the reviewed dump says (tsx scripts/dump-schema.ts writes it anew)', async () => {
  const path = join(import.meta.dirname, '..', '..', '..', 'supabase', 'schema.sql');
  await expect(await schemaText(database.admin)).toMatchFileSnapshot(path);
});

it('knows the same reasons and the same states of an order as the code', async () => {
  const [reason] = await database.admin`
    select pg_get_constraintdef(oid) as text from pg_constraint where contypid = 'reason'::regtype and contype = 'c'`;
  const [status] = await database.admin`
    select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'orders_status_check'`;
  expect(wordsOf(reason?.text).toSorted()).toEqual([...REASONS].sort());
  expect(wordsOf(status?.text).toSorted()).toEqual([...ORDER_STATUSES].sort());
});

it('finds an index that begins with a column of it behind every foreign key, so that no delete has to scan', async () => {
  const missing = await database.admin`
    select k.conrelid::regclass::text as "table", k.conname from pg_constraint k
    where k.contype = 'f' and not exists (
      select from pg_index i where i.indrelid = k.conrelid and (i.indkey::int2[])[0] = any(k.conkey))
    order by 1, 2`;
  expect(missing.map((row) => ({ ...row }))).toEqual([]);
});

const HASH = `0x${'0123456789abcdef'.repeat(4)}`;
const ADDRESS = HASH.slice(0, 42);
it.each([
  ['evm_address', [ADDRESS], [HASH, `${ADDRESS}a`, ADDRESS.slice(0, 41), `0X${ADDRESS.slice(2)}`]],
  ['evm_hash', [HASH], [ADDRESS, `${HASH}a`, HASH.toUpperCase(), `${HASH.slice(0, 65)}g`]],
  ['hex_bytes', ['0x', '0x0f', HASH], ['', '0x0', '0x0G', '1x00', ' 0x0']],
])('takes as %s what is one, and nothing else', async (domain, sound, unsound) => {
  const taken = (text: string) =>
    database.admin.unsafe(`select $1::${domain}`, [text]).then(
      () => true,
      () => false,
    );
  for (const text of sound) expect([text, await taken(text)]).toEqual([text, true]);
  for (const text of [...unsound, `${sound.at(-1)}\n`, `${sound.at(-1)}00\n`.slice(1), `\n${sound.at(-1)}`])
    expect([text, await taken(text)]).toEqual([text, false]);
});
