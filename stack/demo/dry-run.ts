import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { openJournal } from '../postgres/database.ts';
import { postgresHome, removePostgresHome } from '../postgres/postgres-home.ts';
import { stackPaths } from '../process/paths.ts';
import { onStopRequest } from '../process/signals.ts';
import { createSupervisor } from '../process/supervisor.ts';
import { holdingsAt } from '../report/chain-reads.ts';
import { insideBand, trackingErrorBps } from '../report/drift.ts';
import { createScreen } from '../report/say.ts';
import { publishRow } from '../world/feeds.ts';
import { loadTape, type PriceTape } from '../world/price-tape.ts';
import { demoOptions } from './options.mjs';
import { botSpec, productOf } from './services.ts';
import { type RunningWorld, startWorld } from './start-world.ts';

const { say } = createScreen(false);

type BotRun = { readonly code: number; readonly lastLine: string };

/** `npm run bot -- once …` as its users run it, with the throw-away chain and database in its environment. */
const runBot = (running: RunningWorld, tape: PriceTape, args: readonly string[]): Promise<BotRun> => {
  const paths = stackPaths();
  const plan = {
    ...running,
    paths,
    webPort: 3_000,
    stepSeconds: tape.stepSeconds,
    seed: 1,
    dev: false,
    oneinch: null,
  };
  const spec = botSpec(productOf(plan));
  return new Promise((resolve) => {
    const child = spawn(spec.command, [...spec.args, 'once', ...args], {
      cwd: spec.cwd,
      env: spec.env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('close', (code) =>
      resolve({ code: code ?? 1, lastLine: output.trimEnd().split('\n').at(-1) ?? '' }),
    );
  });
};

const driftOut = async (running: RunningWorld, tape: PriceTape): Promise<boolean> => {
  const { local, world, keys, chain } = running;
  const operator = local.sender(keys.deployer);
  for (const row of tape.rows.slice(1)) {
    const { rpcUrl } = chain;
    const to = { rpcUrl, board: world.board, operator, feeds: world.assets, columns: tape.columns, row };
    const { blockNumber } = await publishRow(to);
    for (const portfolio of world.portfolios) {
      const holdings = await holdingsAt(local, { world, portfolio }, blockNumber);
      if (insideBand(holdings, portfolio.band)) continue;
      say(`"${portfolio.name}" has left its band: tracking error ${trackingErrorBps(holdings)} bps.`);
      return true;
    }
  }
  return false;
};

type Sent = {
  readonly nonces: Readonly<Record<string, number>>;
  readonly block: string;
  readonly orders: number;
};

/** Everything that would differ had anything been sent or stored. */
const sentSoFar = async ({ local, world, keys, urls }: RunningWorld): Promise<Sent> => {
  const bot = privateKeyToAccount(keys.bot).address;
  const accounts: Readonly<Record<string, Address>> = {
    bot,
    taker: world.taker,
    owner: world.portfolios[0]?.owner ?? bot,
  };
  const nonces: Record<string, number> = {};
  for (const [name, address] of Object.entries(accounts)) {
    nonces[name] = await local.client.getTransactionCount({ address, blockTag: 'pending' });
  }
  const sql = openJournal(urls);
  const [row] = await sql`select count(*)::int as orders from orders`;
  await sql.end();
  return { nonces, block: (await local.client.getBlockNumber()).toString(), orders: Number(row?.orders) };
};

const planOneTick = async (running: RunningWorld, tape: PriceTape): Promise<number> => {
  const first = await runBot(running, tape, ['--json']);
  if (first.code !== 0) return first.code;
  if (!(await driftOut(running, tape))) {
    say('The prices never took a portfolio out of its band: there was nothing to plan.');
    return 1;
  }
  const before = await sentSoFar(running);
  say(`before  ${JSON.stringify(before)}`);
  const planned = await runBot(running, tape, ['--dry-run', '--json']);
  const after = await sentSoFar(running);
  say(`after   ${JSON.stringify(after)}`);
  say(planned.lastLine);
  const same = JSON.stringify(before) === JSON.stringify(after);
  say(same ? 'Nothing was sent.' : 'SOMETHING WAS SENT: before and after differ.');
  return planned.code === 0 && same ? 0 : 1;
};

const main = async (): Promise<number> => {
  const options = demoOptions(process.argv.slice(2));
  const tape = options.ok ? loadTape(options.value) : options;
  if (!options.ok || !tape.ok) {
    say(options.ok ? (tape.ok ? '' : tape.error.message) : options.error.message);
    return 2;
  }
  const paths = stackPaths(mkdtempSync(join(tmpdir(), '1balancer-dry-run-')));
  const supervisor = createSupervisor(paths, say);
  let closeChain = async (): Promise<void> => undefined;
  const clear = async (): Promise<void> => {
    await closeChain();
    await supervisor.stop();
    removePostgresHome(await postgresHome(paths.postgres));
    rmSync(paths.dir, { recursive: true, force: true });
  };
  onStopRequest((_, code) => void clear().then(() => process.exit(code)));
  try {
    const running = await startWorld({ options: options.value, paths, tape: tape.value, supervisor, say });
    if (!running.ok) {
      say(running.error.message);
      return 1;
    }
    closeChain = running.value.chain.close;
    return await planOneTick(running.value, tape.value);
  } finally {
    await clear();
  }
};

process.exitCode = await main();
