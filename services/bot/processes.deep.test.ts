import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BLOCK_NUMBER, CHAIN_ID, KEY, type Node, startNode } from '../../bench/tick/bench-world.ts';
import { insertFleet } from '../../bench/tick/fleet-rows.ts';
import { compiledCommand } from '../../e2e/support/built-commands.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/test-database.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const WORKERS = 8;
const PORTFOLIOS = 2_000;
/** Each tenth one is out of its band. */
const ACTING_EVERY = 10;
const KILLING_SECONDS = Number(process.env['PROCESSES_SECONDS'] ?? 60);
/** From the moment its loop begins. */
const LIFE_MS = { least: 100, most: 4_000 } as const;
/** Of the last round: what was killed comes due again after a tick's budget and its reserve. */
const FINISH_SECONDS = 180;

let database: TestDatabase;
let node: Node;
const alive = new Set<ChildProcess>();

beforeAll(async () => {
  database = await createTestDatabase();
  const signer = privateKeyToAccount(KEY).address.toLowerCase();
  await insertFleet(database.admin, {
    chainId: CHAIN_ID,
    portfolios: PORTFOLIOS,
    signer,
    blockNumber: BLOCK_NUMBER,
  });
  await database.admin.unsafe(WITNESS);
  node = await startNode({ actingEvery: ACTING_EVERY, latencyMs: 30 });
}, 120_000);
afterAll(async () => {
  for (const child of alive) child.kill('SIGKILL');
  node?.stop();
  await database?.drop();
});

/** The database itself notes who claimed, decided, ended and showed what; the code that is judged knows nothing of it. */
const WITNESS = `
  create table witness_round (round int not null);
  insert into witness_round values (1);
  create table witness (round int not null, event text not null, portfolio_id bigint not null, lease_token bigint, order_id text);
  create function witness_lease() returns trigger language plpgsql security definer as $$ begin
    insert into public.witness select round,
      case when new.lease_token <> old.lease_token then 'claimed'
        when new.looked_at is distinct from old.looked_at then 'ended' else 'given back' end,
      new.id, new.lease_token, null from public.witness_round
      where new.lease_owner is distinct from old.lease_owner or new.lease_token <> old.lease_token;
    return new; end $$;
  create function witness_decision() returns trigger language plpgsql security definer as $$ begin
    insert into public.witness select round, 'decided', new.portfolio_id, l.lease_token, null
      from public.witness_round, public.leases l where l.id = new.portfolio_id;
    return new; end $$;
  create function witness_order() returns trigger language plpgsql security definer as $$ begin
    insert into public.witness select round, 'shown', new.portfolio_id, null, new.id from public.witness_round;
    return new; end $$;
  create trigger witness_lease after update on leases for each row execute function witness_lease();
  create trigger witness_decision after insert on decisions for each row execute function witness_decision();
  create trigger witness_order after update on orders for each row
    when (old.placed_at is null and new.placed_at is not null) execute function witness_order();`;

const env = (): NodeJS.ProcessEnv => ({
  ...{ PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'info', SERVE: 'anyone' },
  ...{ RPC_URL: node.rpcUrl, NETWORK_ID: String(CHAIN_ID), DB_URL: database.urls.bot.reveal() },
  ...{ BOT_SIGNER_PK: KEY, FACTORY_ADDRESS: `0x${'02'.repeat(20)}`, FACTORY_BLOCK: '1' },
});

type Worker = {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly begun: Promise<unknown>;
  readonly said: () => string;
};

/** `npm run bot` as a process of its own; a small limit, so that many ticks share the fleet. */
const startWorker = (): Worker => {
  const words = ['bot', '--interval-seconds', '1', '--limit', '50', '--budget-ms', '3000'];
  const child = spawn(process.execPath, [compiledCommand('main'), ...words], { cwd: ROOT, env: env() });
  alive.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      alive.delete(child);
      resolve(code);
    }),
  );
  return { child, ended, begun: Promise.race([once(child.stderr, 'data'), ended]), said: () => said };
};

/** One place of the eight: a worker that is killed at a random moment and followed by the next, until the time is up. */
const killedAgainAndAgain = async (endMs: number): Promise<{ kills: number; last: Worker }> => {
  let kills = 0;
  for (;;) {
    const worker = startWorker();
    await worker.begun;
    const lifeMs = LIFE_MS.least + Math.random() * (LIFE_MS.most - LIFE_MS.least);
    if (Date.now() + lifeMs > endMs) return { kills, last: worker };
    await sleep(lifeMs);
    if (worker.child.exitCode !== null) throw new Error(`a worker ended by itself: ${worker.said()}`);
    worker.child.kill('SIGKILL');
    await worker.ended;
    kills += 1;
  }
};

/** What went wrong beside a tick that its time was too short for. */
const failuresIn = (said: string): readonly string[] =>
  said
    .split('\n')
    .filter((line) => /tick-failed|portfolio-failed/.test(line) && !line.includes('"nobody-checked"'));

const endedInRound = async (): Promise<number> => {
  const [row] = await database.admin`
    select count(*)::int as ended from witness w, witness_round r where w.round = r.round and w.event = 'ended'`;
  return row?.['ended'];
};

/** When everybody has had his turn, everybody is due again, as long as there is killing. */
const turnRounds = async (endMs: number): Promise<number> => {
  for (let rounds = 1; ; await sleep(100)) {
    if (Date.now() > endMs + FINISH_SECONDS * 1_000)
      throw new Error(`round ${rounds}: ${await endedInRound()} ended`);
    if ((await endedInRound()) < PORTFOLIOS) continue;
    if (Date.now() > endMs) return rounds;
    await database.admin`with next as (update witness_round set round = round + 1)
      update leases set visible_at = now()`;
    rounds += 1;
  }
};

const count = async (query: string): Promise<number> => {
  const [row] = await database.admin.unsafe(`select count(*)::int as count from ${query}`);
  return row?.['count'];
};

it(
  `eight bots killed at random for ${KILLING_SECONDS} s serve each of 2,000 portfolios once a round, and show no order twice`,
  async () => {
    const endMs = Date.now() + KILLING_SECONDS * 1_000;
    const places = Array.from({ length: WORKERS }, () => killedAgainAndAgain(endMs));
    const rounds = await turnRounds(endMs);
    const ends = await Promise.all(places);
    for (const { last } of ends) last.child.kill('SIGTERM');
    for (const { last } of ends) {
      expect(await last.ended, last.said()).toBe(0);
      expect(failuresIn(last.said())).toEqual([]);
    }

    // Everybody, each round, and nobody twice.
    expect(await count(`witness where event = 'ended'`)).toBe(rounds * PORTFOLIOS);
    expect(
      await count(`(select from witness where event = 'ended' group by round, portfolio_id) as turns`),
    ).toBe(rounds * PORTFOLIOS);
    // One decision of a claim at most, and none under a claim that was lost.
    expect(
      await count(
        `(select from witness where event = 'decided' group by portfolio_id, lease_token having count(*) > 1) as twice`,
      ),
    ).toBe(0);
    expect(
      await count(`witness d where d.event = 'decided' and not exists (select from witness c
    where c.event = 'claimed' and c.portfolio_id = d.portfolio_id and c.lease_token = d.lease_token)`),
    ).toBe(0);
    // One order of each that drifts, shown once.
    const acting = PORTFOLIOS / ACTING_EVERY;
    expect(await count('orders')).toBe(acting);
    expect(
      await count(
        `(select from witness where event = 'shown' group by portfolio_id having count(*) = 1) as once`,
      ),
    ).toBe(acting);
    expect(await count(`witness where event = 'shown'`)).toBe(acting);

    const kills = ends.reduce((sum, end) => sum + end.kills, 0);
    const lapsed = await count(`witness c where c.event = 'claimed' and not exists (select from witness e
    where e.event in ('ended', 'given back') and e.portfolio_id = c.portfolio_id and e.lease_token = c.lease_token)`);
    const again = await count(
      `(select from witness where event = 'decided' group by round, portfolio_id having count(*) > 1) as again`,
    );
    console.info(
      `${kills} kills in ${rounds} rounds of ${PORTFOLIOS}; ${lapsed} leases lapsed with their worker, ${again} of them after a decision.`,
    );
    // Without a lease that lapsed nobody was killed at work, and nothing was tried.
    expect(kills).toBeGreaterThan(WORKERS);
    expect(lapsed).toBeGreaterThan(0);
  },
  (KILLING_SECONDS + FINISH_SECONDS + 60) * 1_000,
);
