import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { compiledCommand } from '../../e2e/support/built-commands.ts';
import { type Fault, type FaultyNode, startFaultyNode } from '../../e2e/support/faulty-node.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TICK_MS = 120_000;

let world: BotWorld;
let node: FaultyNode;
let price = 2_000_000_000_000n;
beforeAll(async () => {
  world = await buildBotWorld();
  node = await startFaultyNode(world.rpcUrl);
  await world.tick();
}, 120_000);
afterAll(async () => {
  await node?.refuse();
  await world?.stop();
});

type Ticked = { readonly code: number | null; readonly out: string; readonly error: string };

/** `npm run bot -- once` as a process of its own, whose only node is the faulty one. */
const tick = (): Promise<Ticked> => {
  const child = spawn(process.execPath, [compiledCommand('main'), 'bot', 'once', '--json'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...world.env, RPC_URL: node.rpcUrl },
  });
  let [out, error] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    error += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, error })));
};

const liveOrders = async (): Promise<number> => {
  const [row] = await world.database.admin`
    select count(*)::int as live from orders where status in ('signed', 'open', 'partially-filled', 'unfillable')`;
  return row?.['live'];
};

/** What a node may do wrong, and what the bot's process says of it: a code, and words for a person. */
const FAULTS: readonly (readonly [Fault['kind'] & string, RegExp])[] = [
  ['hanging', /chain-timeout|chain-unavailable/],
  ['rate-limited', /chain-busy/],
  ['broken', /chain-unavailable/],
  ['bad-gateway', /chain-unavailable/],
  ['truncated', /chain-answer-malformed|chain-unavailable/],
  ['cut-body', /chain-answer-malformed|chain-unavailable|chain-timeout/],
  ['empty', /chain-answer-malformed|chain-unavailable/],
];

describe('a bot whose node goes wrong', () => {
  it.each(FAULTS)(
    'ends its tick with a reason, doubles nothing, and the next quiet tick places one order: %s',
    async (kind, said) => {
      price = (price * 11n) / 10n;
      await world.setPrices(100_000_000n, price);
      node.set({ kind } as Fault);
      const troubled = await tick();
      expect([troubled.code, troubled.out]).toEqual([1, '']);
      expect(troubled.error).toMatch(said);
      expect(await liveOrders()).toBe(0);
      node.set({ kind: 'none' });
      const quiet = await tick();
      expect(quiet.code, quiet.error).toBe(0);
      expect(JSON.parse(quiet.out)).toMatchObject({ checked: 1, acted: 1, failed: 0 });
      expect(await liveOrders()).toBe(1);
      await world.fillNewest();
      expect((await tick()).code).toBe(0);
      expect(await liveOrders()).toBe(0);
    },
    TICK_MS,
  );
});
