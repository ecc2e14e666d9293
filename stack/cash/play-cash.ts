import type { StackRun } from '../demo/run-stack.ts';
import { tickNudge } from '../demo/services.ts';
import { writeRunningStack } from '../process/running-stack.ts';
import { sleep, waitFor } from '../process/sleep.ts';
import {
  countChainMoves,
  countKeptRates,
  countOpen,
  decisionsAfter,
  lookTrouble,
  type Place,
  readMoves,
  readPlaces,
  type ToldMove,
} from './cash-journal.ts';
import { createCashReport } from './cash-report.ts';
import {
  hurryTransfers,
  makeDue,
  mineBlocks,
  openBothWays,
  passTime,
  pokeMarks,
  publishRates,
} from './clock.ts';
import { driftRates, STEP_SECONDS, STEPS_A_DAY } from './drift-rates.ts';
import { type CashStack, chooseProfile, startCashStack } from './start-cash.ts';

/** Days of rates that are there before anything is decided: less than 30 are too few. */
const HISTORY_DAYS = 32;
/** Days that go by in a minute or two, up to now: pages judge ages by the machine's clock, and would call rates of another time old. */
const FAST_DAYS = 12;
const HEAD_START_SECONDS = 300;
/** Then days last a day. */
const NOW_STEP_MS = 60_000;
const LOOK_WITHIN_MS = 20_000;
/** A transfer takes a burn, an attestation and a mint, each seen under some blocks. */
const DONE_WITHIN_MS = 60_000;
/** A person can follow what comes. */
const CALM_STEP_MS = 1_200;
/** So long may a wait go on once everything is to end. */
const STOP_WITHIN_MS = 200;

type Outcome = {
  readonly days: number;
  readonly looks: number;
  readonly moves: readonly ToldMove[];
  readonly places: readonly Place[];
  readonly problems: readonly string[];
};

const elapsedMs = (): number => Math.round(process.uptime() * 1_000);

const introduce = ({ say, options }: StackRun, { owned, url, owner, ownerKeyFile }: CashStack): void => {
  say('');
  say(`  1Balancer   ${url}/usdc`);
  for (const { end, portfolio } of owned)
    say(`  ${end.name.padEnd(10)}  ${end.rpcUrl} (id ${end.chainId}), portfolio ${portfolio}`);
  say(`  owner       ${owner}; its key, for a wallet, is in ${ownerKeyFile}`);
  say('  rates       SIMULATED, and so are the dollars; six hours pass in a second or two, up to now');
  say('  real        contracts, bot, Postgres, two EVMs; burn, attestation and mint, by local attesters');
  say(options.once ? '' : '  stop        Ctrl-C\n');
};

const outcomeOf = async ({ sql, owned }: CashStack, days: number, looks: number): Promise<Outcome> => {
  const moves = await readMoves(sql);
  const places = await readPlaces(owned);
  const done = moves.filter(({ status }) => status === 'done');
  const seen = await countChainMoves(owned);
  const isIn = (chainId: number) => done.some((move) => move.kind === 'deposit' && move.chainId === chainId);
  const arrived = done.find(({ kind, isArrived }) => kind === 'bridge' && isArrived);
  const problems = [
    ...(seen === done.length ? [] : [`the chains saw ${seen} moves, the database has ${done.length}`]),
    ...(arrived === undefined ? ['no USDC has crossed from chain to chain'] : []),
    ...(arrived?.toChainId != null && !isIn(arrived.toChainId)
      ? ['what crossed has not been put into a vault']
      : []),
  ];
  return { days, looks, moves, places, problems };
};

/** Rates as ticks of those days keep them; nothing is decided, since nobody has chosen a profile yet. */
const liveThrough = async (
  run: StackRun,
  { owned, sql, webPort, keys }: CashStack,
  rates: Generator<readonly bigint[], never>,
): Promise<void> => {
  const ends = owned.map(({ end }) => end);
  const nudge = tickNudge(webPort, keys);
  for (let day = 0; day < HISTORY_DAYS && !run.isStopping(); day += 1) {
    const before = await countKeptRates(sql);
    await passTime(ends, 86_400);
    for (let step = 1; step < STEPS_A_DAY; step += 1) rates.next();
    await publishRates(ends, rates.next().value);
    await pokeMarks(owned);
    await makeDue(sql);
    await nudge();
    const isKept = async () => ((await countKeptRates(sql)) > before ? true : null);
    await waitFor(isKept, { timeoutMs: LOOK_WITHIN_MS });
  }
};

type Steps = {
  readonly run: StackRun;
  readonly stack: CashStack;
  readonly report: ReturnType<typeof createCashReport>;
};

/** The chains' time stands still while anything is signed, called or on its way; only blocks come. */
const untilNothingIsOpen = async ({ run, stack }: Steps): Promise<void> => {
  const { sql, owned, webPort, keys } = stack;
  const nudge = tickNudge(webPort, keys);
  const deadline = performance.now() + DONE_WITHIN_MS;
  while (!run.isStopping() && (await countOpen(sql)) > 0 && performance.now() < deadline) {
    for (const { end } of owned) await mineBlocks(end, 1);
    await hurryTransfers(sql);
    await nudge();
    await sleep(150);
  }
};

/** How far the chains are behind: a block is a second later than the one before, however soon it comes, and none may be of a time to come. */
const secondsBehind = async ({ owned: [{ end }] }: CashStack): Promise<number> => {
  const { timestamp } = await end.deployer.publicClient.getBlock();
  return Math.max(Math.floor(Date.now() / 1_000) - HEAD_START_SECONDS - Number(timestamp), 0);
};

/** One look at the money, six hours after the one before or now, whichever is first; answers the last one told. */
const step = async (steps: Steps, rates: readonly bigint[], lastId: bigint): Promise<bigint> => {
  const { run, stack, report } = steps;
  const { sql, owned, webPort, keys } = stack;
  const ends = owned.map(({ end }) => end);
  if (lastId > 0n) {
    await passTime(ends, Math.min(STEP_SECONDS, await secondsBehind(stack)));
    await publishRates(ends, rates);
    await makeDue(sql);
  }
  const nudge = tickNudge(webPort, keys);
  const found = await waitFor(
    async () => {
      if (run.isStopping()) return [];
      await nudge();
      const after = await decisionsAfter(sql, lastId);
      return after.length > 0 ? after : null;
    },
    { timeoutMs: LOOK_WITHIN_MS, everyMs: 50 },
  );
  if (found === null) run.say(`No look within 20 s (${(await lookTrouble(sql)) ?? 'no failure is told'}).`);
  for (const one of found ?? []) report.decision(one);
  await untilNothingIsOpen(steps);
  if (report.moves(await readMoves(sql))) report.places(await readPlaces(owned));
  return found?.at(-1)?.id ?? lastId;
};

const walk = async (steps: Steps, rates: Generator<readonly bigint[], never>): Promise<Outcome> => {
  const { run, stack } = steps;
  const deadlineMs = run.options.once ? run.options.timeoutSeconds * 1_000 : Number.POSITIVE_INFINITY;
  let lastId = 0n;
  let count = 0;
  let isNow = false;
  for (;;) {
    const startedAt = performance.now();
    lastId = await step(steps, rates.next().value, lastId);
    count += 1;
    const outcome = run.options.once ? await outcomeOf(stack, count / STEPS_A_DAY, count) : null;
    const isOver = outcome?.problems.length === 0 || elapsedMs() > deadlineMs || run.isStopping();
    if (isOver) return outcome ?? outcomeOf(stack, count / STEPS_A_DAY, count);
    if (!isNow && (await secondsBehind(stack)) < NOW_STEP_MS / 1_000) {
      isNow = true;
      run.say('  It is now: from here on an hour takes an hour, and the rates change once a minute.');
    }
    const untilMs = startedAt + (isNow ? NOW_STEP_MS : CALM_STEP_MS);
    while (!run.options.once && !run.isStopping() && performance.now() < untilMs) await sleep(STOP_WITHIN_MS);
  }
};

const lineOf = ({ url, urls, owned, owner }: CashStack, outcome: Outcome): string => {
  const { days, looks, moves, places, problems } = outcome;
  const done = moves.filter(({ status }) => status === 'done');
  const count = (kind: ToldMove['kind']): number => done.filter((move) => move.kind === kind).length;
  const sum = (amounts: readonly (bigint | null)[]): string =>
    `${amounts.reduce<bigint>((total, amount) => total + (amount ?? 0n), 0n)}`;
  return JSON.stringify({
    ...{ days, looks, durationMs: elapsedMs(), problems },
    moves: { deposit: count('deposit'), redeem: count('redeem'), bridge: count('bridge') },
    failed: moves.filter(({ status }) => status === 'failed').length,
    costUnits: sum(done.map(({ cost }) => cost)),
    valueUnits: sum(places.map(({ units }) => units)),
    ...{ owner, url, dbUrl: urls.inspect },
    portfolios: owned.map(({ end, portfolio }) => ({
      ...{ chainId: end.chainId, rpcUrl: end.rpcUrl, portfolio },
    })),
  });
};

/** `npm run demo -- --usdc`: USDC of one owner on two chains that moves by itself. Answers the exit code. */
export const playCash = async (run: StackRun): Promise<number> => {
  const { options, say, lock, isStopping, paths, untilStopped } = run;
  const started = await startCashStack({ ...run, ageSeconds: (HISTORY_DAYS + FAST_DAYS) * 86_400 });
  if (!started.ok) {
    if (!isStopping()) say(started.error.message);
    return 1;
  }
  const stack = started.value;
  run.watch();
  lock.announce(`${stack.url}/usdc`);
  writeRunningStack(paths, { url: stack.url, env: stack.env });
  introduce(run, stack);
  stack.startBot();
  const rates = driftRates(stack.owned.flatMap(({ end }) => end.vaults).length, options.seed);
  say(`  ${HISTORY_DAYS} days go by first, so that there are rates to decide on.`);
  await liveThrough(run, stack, rates);
  if (isStopping()) return 1;
  await openBothWays(stack.owned);
  await chooseProfile(stack);
  const { timestamp } = await stack.owned[0].end.deployer.publicClient.getBlock();
  const report = createCashReport(stack, say, Number(timestamp));
  const outcome = await walk({ run, stack, report }, rates);
  if (!options.once) {
    if (!isStopping()) await untilStopped();
    return 0;
  }
  for (const problem of outcome.problems) say(`NOT SHOWN: ${problem}.`);
  const line = lineOf(stack, outcome);
  if (options.json) process.stdout.write(`${line}\n`);
  else say(line);
  const stoppedEarly = isStopping();
  if (options.hold && !stoppedEarly) {
    say(`Everything stays up until Ctrl-C (or \`kill ${process.pid}\`).`);
    await untilStopped();
  }
  return outcome.problems.length === 0 && !stoppedEarly ? 0 : 1;
};
