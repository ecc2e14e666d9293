// Plain JavaScript: `npm run demo` reads its options before anything is installed.
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Where the demo's portfolios trade. */
export const DEMO_VENUES = /** @type {const} */ (['order-book', '1inch', 'proposal']);

/** @typedef {typeof DEMO_VENUES[number]} DemoVenue */

/**
 * What a person asked `npm run demo` for.
 * @typedef {object} DemoOptions
 * @property {boolean} once
 * @property {boolean} json
 * @property {boolean} hold
 * @property {boolean} reset
 * @property {boolean} resume
 * @property {boolean} measure
 * @property {boolean} env
 * @property {boolean} dev
 * @property {boolean} help
 * @property {boolean} usdc
 * @property {boolean} intents
 * @property {string | null} prices
 * @property {number} portfolios
 * @property {import('../chain/chain.ts').ChainKind} chain
 * @property {DemoVenue} venue
 * @property {number} seed
 * @property {number} port
 * @property {string | null} dir
 * @property {number} timeoutSeconds
 */

export const USAGE = `npm run demo [-- options]

  Starts everything 1Balancer needs on this machine and replays prices, until Ctrl-C.

  --once           run headless until every portfolio has drifted and been brought back, then stop
  --json           standard output holds one line of JSON, all else goes to standard error
  --hold           with --once: leave everything running afterwards, until Ctrl-C
  --prices FILE    a CSV of closing prices (date|time,BTC,ETH,...); without it a simulated market
  --seed N         seed of the simulated market and of the portfolios beyond the third (default 1)
  --portfolios N   how many portfolios, 1 to 200 (default 3)
  --venue KIND     order-book (default); 1inch: a strict imitation of its orderbook, through its FeeTaker; or proposal: swaps
                   at once in pools of Uniswap V2
  --chain KIND     anvil (default) or hardhat
  --usdc           instead of prices: USDC of one owner on two chains with two vaults each, which moves by itself as rates change;
                   with --once until some has crossed from chain to chain and into a vault
  --intents        instead of prices: an account inside NEAR Intents on a strict imitation of it, from a deposit over an index of ten
                   assets to a withdrawal, in one go and on a clock of its own; then it stops
  --port N         first port of the web app (default 3000); the next free one is taken
  --resume         with --once: go on with the world that is there instead of a fresh one
  --reset          remove the stack's data first, of all worlds: database, chain, keys
  --dir DIR        folder of the stack's data (default .stack)
  --env            print the environment of the demo that is running, for the project's commands, and stop
  --timeout N      seconds after which --once gives up (default 570)
  --dev            run the sources: pages and bot take a change as soon as its file is saved (npm run dev)
  --measure        sample the memory of all processes; the JSON gets peakMemoryBytes

  Each combination of prices, portfolios, seed, venue, chain and contracts has a world of its own in the folder. Without --once it is resumed where
  it was left; with --once it is made anew. The others are kept as they are. Those of --usdc and --intents are made anew each time.`;

const flags = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  hold: { type: 'boolean', default: false },
  reset: { type: 'boolean', default: false },
  resume: { type: 'boolean', default: false },
  measure: { type: 'boolean', default: false },
  env: { type: 'boolean', default: false },
  dev: { type: 'boolean', default: false },
  usdc: { type: 'boolean', default: false },
  intents: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false, short: 'h' },
  prices: { type: 'string' },
  portfolios: { type: 'string', default: '3' },
  venue: { type: 'string', default: 'order-book' },
  chain: { type: 'string', default: 'anvil' },
  seed: { type: 'string', default: '1' },
  port: { type: 'string', default: '3000' },
  dir: { type: 'string' },
  timeout: { type: 'string', default: '570' },
};

const badOption = (message) => ({
  ok: false,
  error: { code: 'bad-option', message, retry: { when: 'never' } },
});

/** A whole number of the range, or one problem more. */
const whole = (text, { name, min, max }, problems) => {
  if (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  problems.push(`--${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  return min;
};

/** What is wrong with a file before anybody reads it, or null. */
const fileComplaint = (path) => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return `--prices ${path}: there is no such file`;
  if (!found.isFile()) return `--prices ${path}: that is no file`;
  return found.size === 0 ? `--prices ${path}: the file is empty` : null;
};

const parse = (args) => {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return error.message;
  }
};

/**
 * Reads the command line; `bad-option` names every wrong one at once, and a price file that can't be one.
 * @param {readonly string[]} args
 * @returns {import('../../lib/result.ts').Result<DemoOptions>}
 */
export const demoOptions = (args) => {
  const value = parse(args);
  if (typeof value === 'string') return badOption(value);
  const problems = [];
  const options = {
    once: value.once,
    json: value.json,
    hold: value.hold,
    reset: value.reset,
    resume: value.resume,
    measure: value.measure,
    env: value.env,
    dev: value.dev,
    help: value.help,
    usdc: value.usdc,
    intents: value.intents,
    prices: value.prices ?? null,
    portfolios: whole(value.portfolios, { name: 'portfolios', min: 1, max: 200 }, problems),
    venue: value.venue,
    chain: value.chain,
    seed: whole(value.seed, { name: 'seed', min: 0, max: 999_999_999 }, problems),
    port: whole(value.port, { name: 'port', min: 1, max: 65_335 }, problems),
    dir: value.dir ?? null,
    timeoutSeconds: whole(value.timeout, { name: 'timeout', min: 1, max: 86_400 }, problems),
  };
  if (!['anvil', 'hardhat'].includes(value.chain))
    problems.push(`--chain must be anvil or hardhat, not "${value.chain}"`);
  if (!DEMO_VENUES.includes(value.venue))
    problems.push(`--venue must be order-book, 1inch or proposal, not "${value.venue}"`);
  if (value.usdc && (value.prices !== undefined || value.resume || value.measure))
    problems.push('--usdc goes with neither --prices nor --resume nor --measure');
  if (value.usdc && (value.portfolios !== '3' || value.venue !== 'order-book' || value.chain !== 'anvil'))
    problems.push(
      '--usdc has one owner on two chains of anvil: it goes with neither --portfolios nor --venue nor --chain',
    );
  if (
    value.intents &&
    (value.usdc || value.prices !== undefined || value.resume || value.measure || value.hold)
  )
    problems.push('--intents goes with none of --usdc, --prices, --resume, --measure and --hold');
  if (value.intents && (value.portfolios !== '3' || value.venue !== 'order-book' || value.chain !== 'anvil'))
    problems.push(
      '--intents has no chain of its own: it goes with neither --portfolios nor --venue nor --chain',
    );
  if (value.hold && !value.once) problems.push('--hold goes with --once');
  if (value.resume && value.reset) problems.push('--resume and --reset exclude each other');
  const complaint = value.prices === undefined ? null : fileComplaint(value.prices);
  if (complaint !== null) problems.push(complaint);
  return problems.length > 0 ? badOption(problems.join('\n')) : { ok: true, value: options };
};
