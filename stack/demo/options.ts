import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainKind } from '../chain/chain.ts';

/** What a person asked `npm run demo` for. */
export type DemoOptions = {
  readonly once: boolean;
  readonly json: boolean;
  readonly hold: boolean;
  readonly reset: boolean;
  readonly resume: boolean;
  readonly measure: boolean;
  readonly help: boolean;
  readonly prices: string | null;
  readonly portfolios: number;
  readonly chain: ChainKind;
  readonly seed: number;
  readonly port: number;
  readonly dir: string | null;
  readonly timeoutSeconds: number;
};

export const USAGE = `npm run demo [-- options]

  Starts everything 1Balancer needs on this machine and replays prices, until Ctrl-C.

  --once           run headless until every portfolio has drifted and been brought back, then stop
  --json           standard output holds one line of JSON, all else goes to standard error
  --hold           with --once: leave everything running afterwards, until Ctrl-C
  --prices FILE    a CSV of closing prices (date|time,BTC,ETH,...); without it a simulated market
  --seed N         seed of the simulated market and of the portfolios beyond the third (default 1)
  --portfolios N   how many portfolios, 1 to 200 (default 3)
  --chain KIND     anvil (default) or hardhat
  --port N         first port of the web app (default 3000); the next free one is taken
  --resume         with --once: go on with the world that is there instead of a fresh one
  --reset          remove the stack's data first: database, chain, keys
  --dir DIR        folder of the stack's data (default .stack)
  --timeout N      seconds after which --once gives up (default 570)
  --measure        sample the memory of all processes; the JSON gets peakMemoryBytes

  Without --once, a world made with the same options is resumed; otherwise, and with --once, it is made anew.`;

const flags = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  hold: { type: 'boolean', default: false },
  reset: { type: 'boolean', default: false },
  resume: { type: 'boolean', default: false },
  measure: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
  prices: { type: 'string' },
  portfolios: { type: 'string', default: '3' },
  chain: { type: 'string', default: 'anvil' },
  seed: { type: 'string', default: '1' },
  port: { type: 'string', default: '3000' },
  dir: { type: 'string' },
  timeout: { type: 'string', default: '570' },
} as const;

type Range = { readonly name: string; readonly min: number; readonly max: number };

const whole = (text: string, { name, min, max }: Range): Result<number> =>
  /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max
    ? ok(Number(text))
    : fail('bad-option', `--${name} must be a whole number from ${min} to ${max}, not "${text}"`);

const parse = (args: readonly string[]) => {
  try {
    return ok(parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values);
  } catch (error) {
    return fail('bad-option', (error as Error).message);
  }
};

/** Reads the command line; `bad-option` names every wrong one at once. */
export const demoOptions = (args: readonly string[]): Result<DemoOptions> => {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  const portfolios = whole(value.portfolios, { name: 'portfolios', min: 1, max: 200 });
  const seed = whole(value.seed, { name: 'seed', min: 0, max: 999_999_999 });
  const port = whole(value.port, { name: 'port', min: 1, max: 65_335 });
  const timeout = whole(value.timeout, { name: 'timeout', min: 1, max: 86_400 });
  const chain: Result<ChainKind> =
    value.chain === 'anvil' || value.chain === 'hardhat'
      ? ok(value.chain)
      : fail('bad-option', `--chain must be anvil or hardhat, not "${value.chain}"`);
  const problems = [portfolios, seed, port, timeout, chain].flatMap((each) =>
    each.ok ? [] : [each.error.message],
  );
  if (value.hold && !value.once) problems.push('--hold goes with --once');
  if (value.resume && value.reset) problems.push('--resume and --reset exclude each other');
  if (!portfolios.ok || !seed.ok || !port.ok || !timeout.ok || !chain.ok || problems.length > 0) {
    return fail('bad-option', problems.join('\n'));
  }
  const { once, json, hold, reset, resume, measure, help } = value;
  return ok({
    ...{ once, json, hold, reset, resume, measure, help },
    prices: value.prices ?? null,
    portfolios: portfolios.value,
    chain: chain.value,
    seed: seed.value,
    port: port.value,
    dir: value.dir ?? null,
    timeoutSeconds: timeout.value,
  });
};
