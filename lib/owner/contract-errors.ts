import { type Abi, decodeErrorResult, type Hex, hexToString, isHex } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../abi/balancer-factory-abi.ts';
import { E18 } from '../money/fixed-point.ts';
import { formatUtcDate, formatUtcTime } from '../time/utc.ts';
import type { ErrorWords } from './contract-error-words.ts';
import { CREATION_ERRORS } from './creation-errors.ts';
import { OWNER_ERRORS } from './owner-errors.ts';
import { TRADING_ERRORS } from './trading-errors.ts';

/** The names of an ABI's custom errors. */
export type NamesOf<Abi extends readonly { readonly type: string }[]> =
  Extract<Abi[number], { readonly type: 'error' }> extends { readonly name: infer Name } ? Name : never;
export type ContractErrorName = NamesOf<typeof balancerAbi> | NamesOf<typeof balancerFactoryAbi>;

/** Words for every custom error of the portfolio and its factory; the compiler and a test find what is missing. */
export const CONTRACT_ERRORS: Readonly<Record<ContractErrorName, ErrorWords>> = {
  ...TRADING_ERRORS,
  ...OWNER_ERRORS,
  ...CREATION_ERRORS,
};

/** In the order of `FeedState` (IBalancer.sol). */
const FEED_STATES = [
  'it is good',
  'it does not answer',
  'its price is not above zero',
  'it says no time',
  'its time is in the future',
  'it is too old',
  'its decimals have changed',
  'its price is below your bound',
  'its price is above your bound',
  'the network’s sequencer is down',
  'the network’s sequencer came back less than an hour ago',
  'it has just answered and must age first',
] as const;

/** What a contract's errors are said by. */
type Words = {
  readonly abi: Abi;
  readonly words: Readonly<Record<string, ErrorWords>>;
  /** Of an argument `state`, by its number. */
  readonly states: readonly string[];
};

const TIMES = new Set(['until', 'deadline', 'latest', 'expiresAt', 'openUntil', 'from']);
/** Last second that a date can be written for; what is later is no time. */
const SECONDS_MAX = 253_402_300_799n;

const shareText = (valueE18: bigint): string => decimalText((valueE18 * 10_000n + E18 - 1n) / E18, 2, '%');

function decimalText(hundredths: bigint, digits: number, unit: string): string {
  const text = hundredths.toString().padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)} ${unit}`;
}

function argumentText(name: string, value: unknown, states: Words['states']): string {
  if (name === 'state') return states[Number(value)] ?? `state ${String(value)}`;
  if (name === 'field' && isHex(value)) return hexToString(value, { size: 32 }).replace(/\0+$/, '');
  const amount = typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : null;
  if (amount === null) return String(value);
  if (TIMES.has(name) && amount <= SECONDS_MAX)
    return `${formatUtcDate(Number(amount))} ${formatUtcTime(Number(amount))} UTC`;
  if (name.endsWith('E32')) return decimalText(amount / 10n ** 30n, 2, 'USD');
  if (name.endsWith('E18')) return shareText(amount);
  if (name.endsWith('Bps') || name === 'bps') return decimalText(amount, 2, '%');
  return amount.toString();
}

const filled = (words: string, values: Readonly<Record<string, unknown>>, states: Words['states']): string =>
  words.replaceAll(/\{(\w+)\}/g, (_, name: string) => argumentText(name, values[name], states));

/** A refusal in words: `name` as the contract has it (null: none), a sentence, and what to do next. */
export type Refusal = {
  readonly name: string | null;
  readonly sentence: string;
  readonly next: string;
};

const ABI = [...balancerAbi, ...balancerFactoryAbi].filter((item) => item.type === 'error');

const PANICS: Readonly<Record<string, string>> = {
  '17': 'A number is too large for the contract.',
  '18': 'The contract would divide by zero.',
};

const unknownRefusal = (sentence: string): Refusal => ({
  name: null,
  sentence,
  next: 'Nothing was moved. Check amounts and addresses; a token may have refused.',
});

/** @returns what a revert's data says in these words; data that their ABI doesn't know is a refusal without a name */
export function refusalBy({ abi, words, states }: Words, data: Hex): Refusal {
  if (data === '0x') return unknownRefusal('The call was refused, and it wasn’t said why.');
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi, data });
    const given: readonly unknown[] = args ?? [];
    // Solidity's own two, which viem knows without an ABI and doesn't name in its types.
    const plain: string = errorName;
    if (plain === 'Error') return unknownRefusal(`Refused: “${String(given[0]).slice(0, 200)}”.`);
    if (plain === 'Panic')
      return unknownRefusal(PANICS[String(given[0])] ?? `The contract stopped (panic ${String(given[0])}).`);
    const values = Object.fromEntries(
      abiItem.type === 'error' ? abiItem.inputs.map(({ name }, index) => [name ?? '', given[index]]) : [],
    );
    const found = words[errorName];
    if (found === undefined) return unknownRefusal(`Refused: ${errorName}.`);
    const [sentence, next] = found;
    return { name: errorName, sentence: filled(sentence, values, states), next };
  } catch {
    return unknownRefusal(`The call was refused for a reason nobody here knows (${data.slice(0, 10)}).`);
  }
}

/** @returns what a revert's data says of a portfolio that trades, or of its factory */
export function refusalOf(data: Hex): Refusal {
  return refusalBy({ abi: ABI, words: CONTRACT_ERRORS, states: FEED_STATES }, data);
}

/** @returns the revert data that an RPC's or wallet's error carries somewhere inside, or null */
export function revertDataOf(error: unknown): Hex | null {
  for (let at: unknown = error, depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth += 1) {
    const data: unknown = 'data' in at ? at.data : undefined;
    if (isHex(data)) return data;
    if (typeof data === 'object' && data !== null) {
      const inner: unknown = 'data' in data ? data.data : 'result' in data ? data.result : undefined;
      if (isHex(inner)) return inner;
    }
    at = 'cause' in at ? at.cause : 'error' in at ? at.error : null;
  }
  return null;
}
