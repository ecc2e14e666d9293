import { playCash } from '../cash/play-cash.ts';
import { createRenewal, registerGrants } from '../delegated/register-grants.ts';
import { playIndex } from '../intents/play-index.ts';
import { stackPaths } from '../process/paths.ts';
import { writeRunningStack } from '../process/running-stack.ts';
import { sleep } from '../process/sleep.ts';
import { type Report as Outcome, report } from '../report/figures.ts';
import { heldByImpact, readProgress } from '../report/journal.ts';
import { createLiveTable } from '../report/live-table.ts';
import { startMemorySampler } from '../report/memory.ts';
import { createScreen, type Say } from '../report/say.ts';
import { loadTape, type PriceTape } from '../world/price-tape.ts';
import { introduce } from './introduce.ts';
import { demoOptions, USAGE } from './options.mjs';
import { worldName } from './recipe.ts';
import { type Pace, replayPrices } from './replay.ts';
import { runStack, type StackRun } from './run-stack.ts';
import { commandEnv, tickNudge } from './services.ts';
import { type Extra, lastLine, type Stack, startStack } from './stack.ts';

type Run = StackRun & { readonly tape: PriceTape };

/** Set-up counts: it runs in this process, before the stack. */
const elapsedMs = (): number => Math.round(process.uptime() * 1_000);

const FAST: Pace = { rowMs: 0, freezeMs: 8_000, lookMs: 20_000 };
/** Once everybody has been brought back, a person can follow what comes. */
const CALM: Pace = { rowMs: 1_000, freezeMs: 20_000, lookMs: 20_000 };

const REREAD_MS = 2_000;
/** Who waits for longer is told for what. */
const PATIENCE_MS = 90_000;

const readReport = ({ tape }: Run, { sql, local, world }: Stack): Promise<Outcome> =>
  report({ sql, chain: local, world, tape });

/** Once the pools' depth has held a trade back, others add to them: what they let through then is still less than what is wanted. */
const deepenOnce = ({ sql, marketMaker }: Stack, say: Say): (() => Promise<void>) => {
  let done = false;
  return async () => {
    if (done || !(await heldByImpact(sql))) return;
    done = true;
    await marketMaker.deepen();
    say(
      'The pools were too shallow for a trade. Others have added to them: each holds four times as much now.',
    );
  };
};

/** A developer who plays with the market by hand has it stand still. */
const whileHeld = async ({ isStopping }: Run, { market }: Stack): Promise<void> => {
  while (!market.isGoing && !isStopping()) await sleep(200);
};

/** Replays until the report has no problem left (`--once`), or until stopped. */
const replay = async (run: Run, stack: Stack): Promise<Outcome> => {
  const { options, tape, say, screen, isStopping } = run;
  const { sql, world, local, keys, chain, webPort, marketMaker } = stack;
  const table = createLiveTable(sql, world, screen);
  const deadlineMs = options.once ? options.timeoutSeconds * 1_000 : Number.POSITIVE_INFINITY;
  if (stack.resumed) await table.skipPast();
  let outcome: Outcome = await readReport(run, stack);
  let seen = await readProgress(sql);
  let readAt = performance.now();
  let hasFilled = false;
  let allBack = outcome.problems.length === 0;
  let told: string | null = null;
  const openUp = deepenOnce(stack, say);
  const renew = createRenewal({
    ...{ account: world.delegated, botUrl: stack.urls.bot, rpcUrl: chain.rpcUrl, sql, keys },
  });
  const onStep = async (): Promise<boolean> => {
    await table.print();
    await openUp();
    await renew();
    if (elapsedMs() > deadlineMs) return true;
    const now = await readProgress(sql);
    if (now.fills > seen.fills && !hasFilled) {
      hasFilled = true;
      say(`First fill after ${(elapsedMs() / 1_000).toFixed(1)} s.`);
    }
    // It reads everything since genesis: where no report is asked for, only until everybody has been brought back once.
    const isWanted = options.once || !allBack;
    const isNew = isWanted && (now.fills !== seen.fills || now.live !== seen.live);
    // A report with problems grows old without any news: it may have been read in the middle of a change.
    if (isNew || (isWanted && outcome.problems.length > 0 && performance.now() - readAt > REREAD_MS)) {
      outcome = await readReport(run, stack);
      readAt = performance.now();
      allBack ||= outcome.problems.length === 0;
      const [missing] = outcome.problems;
      if (options.once && missing !== undefined && missing !== told && elapsedMs() > PATIENCE_MS) {
        told = missing;
        say(`Not shown yet: ${missing}.`);
      }
    }
    seen = now;
    return options.once && outcome.problems.length === 0;
  };
  const ended = await replayPrices({
    ...{ rpcUrl: chain.rpcUrl, world, tape, sql, onStep },
    lead: async (row) => {
      await whileHeld(run, stack);
      await marketMaker.follow(row);
    },
    operator: local.sender(keys.deployer),
    pace: () => (options.once || !allBack || !hasFilled ? FAST : CALM),
    nudge: tickNudge(webPort, keys),
    stopped: () => isStopping() || elapsedMs() > deadlineMs,
  });
  if (isStopping()) return outcome;
  if (!ended) say('The prices have run out. With --reset they start anew.');
  // Taker and bot rest while the figures are read, so that all of them are of the same moment; in between a last tick
  // settles what the taker has just filled.
  const named = (name: string) => stack.services.find((service) => service.name === name);
  await named('taker')?.pause();
  await tickNudge(webPort, keys)();
  await named('bot')?.pause();
  const last = await readReport(run, stack);
  if (options.hold) for (const name of ['bot', 'taker']) named(name)?.unpause();
  return last;
};

/** Runs the replay to its end and answers the exit code. */
const play = async (run: Run): Promise<number> => {
  const { options, say, lock, isStopping, untilStopped } = run;
  const memory = options.measure ? startMemorySampler() : null;
  const started = await startStack(run);
  if (!started.ok) {
    if (!isStopping()) say(started.error.message);
    return 1;
  }
  const stack = started.value;
  run.watch();
  lock.announce(`${stack.url}/portfolios`);
  writeRunningStack(run.paths, { url: stack.url, env: commandEnv(stack) });
  introduce({ ...run, once: options.once }, stack);
  const granted = await registerGrants({
    ...{ account: stack.world.delegated, botUrl: stack.urls.bot, rpcUrl: stack.chain.rpcUrl },
    ...{ sql: stack.sql, nudge: tickNudge(stack.webPort, stack.keys), isStopping },
  });
  if (!granted.ok && !isStopping()) say(granted.error.message);
  const outcome = await replay(run, stack);
  const { problems } = outcome;
  const extra: Extra = memory === null ? {} : { peakMemoryBytes: memory.peak() };
  if (memory !== null) say(`Peak memory of all processes: ${(memory.peak() / 2 ** 20).toFixed(0)} MiB.`);
  if (!options.once) {
    if (!isStopping()) await untilStopped();
    return 0;
  }
  const stoppedEarly = isStopping();
  for (const problem of problems) say(`NOT SHOWN: ${problem}.`);
  if (problems.length > 0 && elapsedMs() > options.timeoutSeconds * 1_000) {
    say(`Given up after ${options.timeoutSeconds} s; the logs are in ${run.paths.logs}.`);
  }
  const line = lastLine(stack, { ...outcome, extra, tape: run.tape, durationMs: elapsedMs() });
  if (options.json) process.stdout.write(`${line}\n`);
  else say(line);
  if (options.hold && !stoppedEarly) {
    say(`Everything stays up until Ctrl-C (or \`kill ${process.pid}\`).`);
    await untilStopped();
  }
  return problems.length === 0 && !stoppedEarly ? 0 : 1;
};

const USAGE_ERROR = 2;

/**
 * `npm run demo`: everything on one machine until Ctrl-C, or with `--once` until every portfolio has drifted and been brought
 * back. Exits 0 only when chain and database agree that it happened; 2 for a wrong option or price file, else 1.
 */
export const runDemo = async (args: readonly string[]): Promise<void> => {
  const parsed = demoOptions(args);
  if (!parsed.ok) {
    process.stderr.write(`${parsed.error.message}\n\n${USAGE}\n`);
    process.exit(USAGE_ERROR);
  }
  const options = parsed.value;
  const screen = createScreen(options.json);
  const { say } = screen;
  if (options.help) {
    say(USAGE);
    process.exit(0);
  }
  if (options.intents) {
    await runStack({ options, paths: stackPaths(options.dir ?? undefined, 'intents'), screen }, playIndex);
    return;
  }
  if (options.usdc) {
    await runStack({ options, paths: stackPaths(options.dir ?? undefined, 'usdc'), screen }, playCash);
    return;
  }
  const tape = loadTape(options);
  if (!tape.ok) {
    process.stderr.write(`${tape.error.message}\n`);
    process.exit(USAGE_ERROR);
  }
  const paths = stackPaths(options.dir ?? undefined, worldName(options, tape.value));
  await runStack({ options, paths, screen }, (run) => play({ ...run, tape: tape.value }));
};
