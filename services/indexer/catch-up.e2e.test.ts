import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../e2e/support/bot-world.ts';
import { compiledCommand } from '../../e2e/support/built-commands.ts';
import { type BusyChain, busyChain } from '../../e2e/support/busy-chain.ts';
import { askOf, type HostedNode, startHostedNode } from '../../e2e/support/hosted-node.ts';
import { readEnv } from '../env.ts';
import { openBot } from '../wire/tick/bot.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** A week of main net is 50,400. */
const BLOCKS = Number(process.env['CATCH_UP_BLOCKS'] ?? 4_000);
const TICK_MS = 50_000;
const CALL_MS = 5_000;

let world: BotWorld;
let chain: BusyChain;
let node: HostedNode;

beforeAll(async () => {
  world = await buildBotWorld();
  chain = await busyChain(askOf(world.rpcUrl, CALL_MS), {
    token: world.usdc.token,
    account: world.portfolio,
    blocks: BLOCKS,
  });
});
afterAll(() => world?.stop());

beforeEach(async () => {
  await world.database.admin`delete from accounts`;
  await world.database.admin`delete from cursors`;
});
afterEach(() => node?.close());

const behindNode = async (limits: { readonly blockTimestamps: boolean }): Promise<void> => {
  node = await startHostedNode({ ask: chain.ask, limits, moreLogs: chain.payments });
};

const headNumber = async (): Promise<number> => {
  const reply = await chain.ask('eth_blockNumber', []);
  return 'result' in reply ? Number(reply.result) : Number.NaN;
};
const reached = async (): Promise<number> => {
  const [row] = await world.database.admin`select coalesce(max(block_number), 0)::int as number from cursors`;
  return row?.number;
};
const paymentsStored = async () => {
  const [row] = await world.database.admin`
    select count(*)::int as payments, count(distinct block_time_seconds)::int as times,
      max(block_time_seconds)::int - min(block_time_seconds)::int as seconds
    from cash_flows where units = 1`;
  return row;
};

/** Ticks of a scheduler until the index is at the head, each judged by how far it got. */
const ticksUntilHead = async (): Promise<number> => {
  const bot = await openBot(readEnv({ ...world.env, RPC_URL: node.rpcUrl }));
  if (!bot.ok) throw new Error(bot.error.message);
  const head = await headNumber();
  let ticks = 0;
  let at = await reached();
  try {
    while (at < head) {
      await bot.value.tick({ ...REQUEST, budgetMs: TICK_MS });
      ticks += 1;
      const now = await reached();
      expect(now).toBeGreaterThan(at);
      at = now;
    }
  } finally {
    await bot.value.close();
  }
  return ticks;
};

const everyPayment = () => {
  const times = chain.payments.map(({ blockTimestamp }) => Number(blockTimestamp));
  return { payments: BLOCKS, times: BLOCKS, seconds: Math.max(...times) - Math.min(...times) };
};

describe('an index that is far behind, at a node with the limits of a hosted one,', {
  timeout: 600_000,
}, () => {
  it('reaches the head in one tick where logs tell the time of their block', async () => {
    await behindNode({ blockTimestamps: true });
    expect(await ticksUntilHead()).toBe(1);
    expect(await paymentsStored()).toEqual(everyPayment());
  });

  it('reaches it in at most three without, with less than a fiftieth of a request for each block', async () => {
    await behindNode({ blockTimestamps: false });
    expect(await ticksUntilHead()).toBeLessThanOrEqual(3);
    expect(await paymentsStored()).toEqual(everyPayment());
    const { http, calls } = node.served();
    expect(calls['eth_getBlockByNumber']).toBeGreaterThanOrEqual(BLOCKS);
    expect(http * 50).toBeLessThan(BLOCKS);
  });

  it('keeps each step of a tick that is killed, and goes on from there', async () => {
    await behindNode({ blockTimestamps: false });
    const bot = spawn(process.execPath, [compiledCommand('main'), 'bot', 'once'], {
      cwd: ROOT,
      env: { ...process.env, ...world.env, RPC_URL: node.rpcUrl },
      stdio: 'ignore',
    });
    const ended = once(bot, 'exit');
    const start = await reached();
    while ((await reached()) <= start + 1) await sleep(20);
    bot.kill('SIGKILL');
    await ended;
    const kept = await reached();
    expect(kept).toBeLessThan(await headNumber());
    const before = node.served().calls['eth_getBlockByNumber'] ?? 0;
    await ticksUntilHead();
    expect(await paymentsStored()).toEqual(everyPayment());
    // No header twice, but for the marks of each step.
    const again = (node.served().calls['eth_getBlockByNumber'] ?? 0) - before;
    expect(again).toBeLessThan((await headNumber()) - kept + 200);
  });
});
