import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { GET as READY } from '../../app/api/health/ready/route.ts';
import { type BotWorld, buildBotWorld, REQUEST } from '../../e2e/support/bot-world.ts';
import { mountSmallDisk, type SmallDisk } from '../../e2e/support/small-disk.ts';
import { Secret } from '../secret.ts';
import { openDirectConnection } from '../store/database.ts';

const MEGABYTES = 32;
const TABLESPACE = 'small_disk';

let disk: SmallDisk | null;
let world: BotWorld;
beforeAll(async () => {
  disk = mountSmallDisk(MEGABYTES);
  if (disk === null) return;
  world = await buildBotWorld();
  vi.stubEnv('APP_DB_URL', world.database.urls.app.reveal());
  vi.stubEnv('TICK_INTERVAL_SECONDS', '600');
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await world?.stop();
  if (disk === null) return;
  await onServer(`drop tablespace if exists ${TABLESPACE}`);
  disk.unmount();
});

const onServer = async (statement: string): Promise<void> => {
  const server = openDirectConnection(new Secret(inject('postgresUrl')));
  await server.unsafe(statement).finally(() => server.end({ timeout: 5 }));
};

/** The tables and all that is looked up by; the server's log of changes stays where it has room, or it would end itself. */
const moveTo = async (small: SmallDisk): Promise<void> => {
  const { admin } = world.database;
  const [row] = await admin`select current_setting('data_directory') as folder`;
  await onServer(`create tablespace ${TABLESPACE} location '${small.folder(row?.['folder'])}'`);
  for (const kind of ['table', 'index'])
    await admin.unsafe(`alter ${kind} all in tablespace pg_default set tablespace ${TABLESPACE}`);
};

/** What a tick may leave behind, but for the note that it was there. */
const rows = async () => {
  const [row] = await world.database.admin`
    select (select count(*)::int from snapshots) as snapshots, (select count(*)::int from decisions) as decisions,
      (select count(*)::int from orders) as orders, (select count(*)::int from fills) as fills`;
  return { ...row };
};
const ready = async () => {
  const response = await READY();
  const { components } = await response.json();
  const down = components.filter(({ state }: { state: string }) => state === 'down');
  return { status: response.status, down };
};

it('a database whose disk is full is told as such, nothing is half done, and the next tick after there is room trades', async ({
  skip,
}) => {
  if (disk === null) return skip('this user may not mount a file system');
  await world.tick();
  await moveTo(disk);
  expect(await ready()).toEqual({ status: 200, down: [] });
  await world.setPrices(100_000_000n, 2_600_000_000_000n);
  const before = await rows();
  disk.fill();
  for (let round = 0; round < 2; round += 1) {
    expect(await world.bot.tick(REQUEST)).toMatchObject({
      ok: false,
      error: {
        code: 'database-unavailable',
        message: 'The database takes no writes: its disk is full. (SQLSTATE 53100)',
      },
    });
    expect(await rows()).toEqual(before);
  }
  expect(await ready()).toEqual({
    status: 503,
    down: [{ name: 'ticks', state: 'down', detail: 'the last one failed: database-unavailable' }],
  });
  disk.free();
  expect(await world.tick()).toMatchObject({ acted: 1, failed: 0 });
  expect(await rows()).toMatchObject({ orders: 1 });
  expect(await ready()).toEqual({ status: 200, down: [] });
}, 120_000);
