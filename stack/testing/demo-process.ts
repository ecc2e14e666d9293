import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Hex } from 'viem';
import { z } from 'zod';
import { stackPaths } from '../process/paths.ts';
import { ownerKey, stackKeys } from '../world/keys.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const address = z.string().regex(/^0x[0-9a-f]{40}$/);
const figure = z.number();

/** The last line of `npm run demo -- --once --json`, with the keys that were promised. */
export const demoLine = z.object({
  portfolios: z.int(),
  ticks: z.int(),
  decisions: z.object({ act: z.int(), hold: z.int() }),
  orders: z.object({ placed: z.int(), filled: z.int(), partiallyFilled: z.int(), expired: z.int() }),
  fills: z.int(),
  trackingErrorBpsBefore: z.array(figure),
  trackingErrorBpsAfter: z.array(figure),
  costBps: z.array(figure),
  takerProfitUsd: z.number(),
  blocks: z.int(),
  pricesSkipped: z.int(),
  durationMs: z.int(),
  rpcUrl: z.url(),
  dbUrl: z.string(),
  factory: address,
  router: address,
  taker: address,
  balancers: z.array(address),
  delegated: z.object({
    ...{ account: address, contract: address, fills: z.int() },
    ...{ trackingErrorBpsBefore: figure, trackingErrorBpsAfter: figure },
  }),
  url: z.url(),
  panelUrl: z.url(),
  readAt: z.string(),
});
export type DemoLine = z.infer<typeof demoLine>;

/** A demo that a test has started; `line` settles with its last line of JSON, or fails with all it said. */
export type DemoProcess = {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly printed: () => string;
  readonly line: Promise<DemoLine>;
  readonly exited: Promise<number | null>;
  readonly stop: () => Promise<number | null>;
};

/** `npm run demo -- …args`, without npm in between, so that a signal reaches it and nobody else. */
export const startDemo = (args: readonly string[]): DemoProcess => {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/demo.mjs'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let printed = '';
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const line = new Promise<DemoLine>((answer, refuse) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (!printed.endsWith('\n')) return;
      try {
        answer(demoLine.parse(JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '')));
      } catch (error) {
        refuse(new Error(`${String(error)}\n${printed}\n${said}`));
      }
    });
    void exited.then((code) => refuse(new Error(`the demo ended with ${code}:\n${printed}\n${said}`)));
  });
  line.catch(() => undefined);
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    return exited;
  };
  return { child, said: () => said, printed: () => printed, line, exited, stop };
};

const recorded = z.array(z.object({ name: z.string(), pid: z.int(), identity: z.string() }));

/** The process ids of a running stack, by name. */
export const stackPids = (dir: string): ReadonlyMap<string, number> =>
  new Map(
    recorded
      .parse(JSON.parse(readFileSync(join(dir, 'children.json'), 'utf8')))
      .map(({ name, pid }) => [name, pid]),
  );

/** The superuser's way into a database of the stack in `dir`: for tests that break things, and nobody else. */
export const superuserUrl = (dir: string, dbUrl: string, database: string): string => {
  const url = new URL(dbUrl);
  url.username = 'postgres';
  url.password = stackKeys(stackPaths(dir).keys).postgresPassword;
  url.pathname = `/${database}`;
  return url.href;
};

/** The web app's own way into a database of a demo's. */
export const appLoginUrl = (dir: string, dbUrl: string, database: string): string => {
  const url = new URL(dbUrl);
  url.username = 'balancer_app_login';
  url.password = stackKeys(stackPaths(dir).keys).appPassword;
  url.pathname = `/${database}`;
  return url.href;
};

/** The keys of those who own a demo's portfolios, in the order of these. */
export const ownerKeys = (dir: string, count: number): readonly Hex[] =>
  [...Array(count).keys()].map((index) => ownerKey(stackKeys(stackPaths(dir).keys), index));
