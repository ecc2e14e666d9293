// Adds up what the campaigns' runs wrote, prints it, and fails if one didn't bite, or wrote nothing: `node campaign.cjs`, or of those
// alone that wrote something: `node campaign.cjs --written`.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { toFunctionSelector } = require('viem');
const { ensureTables, tables } = require('./campaign-table.cjs');

const LEAST_SUCCESS_PERCENT = 20;
ensureTables();

const OWN = { hold: 'maxFill said nothing', none: 'nothing open or in flight' };
const selectorOfText = (text) => `0x${Buffer.from(text).toString('hex')}`;
const names = new Map(Object.entries(OWN).map(([text, name]) => [selectorOfText(text), name]));
for (const error of ['StepFailed(uint256,bytes)', 'CannotUseADisabledDelegation()'])
  names.set(toFunctionSelector(error), error.split('(')[0]);
names.set('0x4e487b71', 'Panic').set('0x00000000', 'no reason given').set('0x08c379a0', 'Error(string)');
function learn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'build-info') learn(path);
    else if (entry.name.endsWith('.json') && !entry.name.endsWith('.dbg.json'))
      for (const item of JSON.parse(readFileSync(path, 'utf8')).abi ?? [])
        if (item.type === 'error')
          names.set(toFunctionSelector(`${item.name}(${item.inputs.map(signatureOf).join(',')})`), item.name);
  }
}
function signatureOf({ type, components }) {
  return type.startsWith('tuple') ? `(${components.map(signatureOf).join(',')})${type.slice(5)}` : type;
}
learn(join(__dirname, 'artifacts'));

const TRADES = /^(fill|propose|move)/;
const WHAT = {
  loss: 'worst loss of any day',
  lossOverAll: 'worst loss of any day over all siblings, of what they held, had in flight and were given',
  lossBeside: 'worst loss of any day of the Balancer beside them',
  turnoverBeside: 'worst turnover of any day of the Balancer beside them',
  turnover: 'worst turnover of any day, less its one-off allowances',
  turnoverByOneOffs: 'most that one-off allowances added to the daily turnover',
};
const pad = (text, width) => String(text).padStart(width);
const byCount = ([, [a]], [, [b]]) => (a < b ? 1 : -1);

function add(lines) {
  const sums = { action: new Map(), revert: new Map(), worst: new Map(), runs: 0 };
  for (const line of lines) {
    const [kind, name, a, b] = line.split(' ');
    const sum = sums[kind].get(name) ?? [0n, 0n];
    if (kind === 'worst' && name === 'loss') sums.runs += 1;
    if (kind !== 'worst') sums[kind].set(name, [sum[0] + BigInt(a), sum[1] + BigInt(b)]);
    else if (BigInt(a) >= sum[0]) sums.worst.set(name, [BigInt(a), BigInt(b)]);
  }
  return sums;
}

/** What went wrong, in words; nothing if it bit. */
function report(title, lines) {
  if (lines.length === 0) return `the invariant campaign of ${title} left no table`;
  const sums = add(lines);
  let calls = 0n;
  let trades = 0n;
  console.log(`Invariant campaign of ${title}, action by action\n       calls  successes`);
  for (const [name, [tries, successes]] of [...sums.action].sort()) {
    calls += tries;
    if (TRADES.test(name)) trades += successes;
    console.log(`${pad(tries, 12)} ${pad(successes, 10)}  ${name}`);
  }
  console.log('reverts by reason');
  for (const [selector, [times]] of [...sums.revert].sort(byCount))
    console.log(`${pad(times, 12)}             ${names.get(selector) ?? selector}`);

  const percent = calls === 0n ? 0 : Number((trades * 1_000n) / calls) / 10;
  console.log(`${sums.runs} runs, ${calls} calls, of which ${trades} (${percent} %) were successful trades`);
  for (const [what, [most, bound]] of sums.worst)
    console.log(
      `${WHAT[what]}: ${(Number(most) / 1e14).toFixed(4)} bps of value; bound ${Number(bound) / 1e14} bps`,
    );
  if (percent < LEAST_SUCCESS_PERCENT)
    return `the campaign of ${title} doesn't bite: less than ${LEAST_SUCCESS_PERCENT} % of its calls were trades`;
}

for (const [title, table] of Object.entries(tables)) {
  const lines = readFileSync(table, 'utf8').split('\n').filter(Boolean);
  if (lines.length === 0 && process.argv.includes('--written')) continue;
  const wrong = report(title, lines);
  if (wrong === undefined) continue;
  console.error(wrong);
  process.exitCode = 1;
}
