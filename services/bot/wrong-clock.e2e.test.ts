import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tickInProcess } from '../../e2e/support/bot-process.ts';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';

// Blocks and the database tell the time of all that is decided: a host whose own clock is wrong says so, and does as any other.

const EXPIRES_IN_SECONDS = 600;

let world: BotWorld;
let price = 2_000_000_000_000n;
beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
});
afterAll(() => world?.stop());

/** A host whose clock is so many seconds ahead, from its first line on. */
const shifted = (seconds: number): Readonly<Record<string, string>> => {
  const preload = `const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given) { given.length === 0 ? super(Right.now() + ${seconds * 1_000}) : super(...given); }
      static now() { return Right.now() + ${seconds * 1_000}; }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}`, LOG_LEVEL: 'warn' };
};

/** One tick of a portfolio that has drifted, and what it left behind by the database's clock and the chain's. */
const tickShifted = async (seconds: number) => {
  price = (price * 12n) / 10n;
  await world.setPrices(100_000_000n, price);
  const { code, out, error } = await tickInProcess({ ...world.env, ...shifted(seconds) });
  const block = (await world.rpc('eth_getBlockByNumber', ['latest', false])) as { timestamp: string };
  const [row] = await world.database.admin`
    select status, expires_at_seconds::float8 as expires,
      abs(extract(epoch from now() - (select max(started_at) from ticks))) < 60 as started_now,
      (select bool_and(visible_at between now() - interval '1 minute' and now() + interval '1 minute') from leases) as due_now
    from orders order by signed_at desc, id limit 1`;
  await world.fillNewest();
  await world.tick();
  const { status, expires, started_now, due_now } = row ?? {};
  return {
    said: error,
    done: {
      ...{ code, acted: JSON.parse(out).acted, status, started_now, due_now },
      livesSeconds: expires - Number(block.timestamp),
    },
  };
};

const AS_ANY_OTHER = {
  ...{ code: 0, acted: 1, status: 'open', started_now: true, due_now: true },
  livesSeconds: EXPIRES_IN_SECONDS,
};

describe('a host whose clock', () => {
  it('is right says nothing of it', async () => {
    const { done, said } = await tickShifted(0);
    expect([done, said]).toEqual([AS_ANY_OTHER, '']);
  });

  it.each([
    [3_000, '3000 s ahead of'],
    [-3_000, '3000 s behind'],
  ])(
    'is %i s ahead signs the same order by the chain’s time, is due by the database’s, and names both',
    async (seconds, much) => {
      const { done, said } = await tickShifted(seconds);
      expect(done).toEqual(AS_ANY_OTHER);
      const { msg, why } = JSON.parse(said.trim());
      expect(msg).toBe('clock-apart');
      const apart = /^this machine’s is (.*) the database’s: (.+) against (.+)$/.exec(why);
      expect(apart?.[1]?.replace(/299\d|300\d/, '3000')).toBe(much);
      expect(Math.abs(Date.parse(apart?.[3] ?? '') - Date.now())).toBeLessThan(120_000);
    },
  );
});
