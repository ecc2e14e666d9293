import type { Obstacle } from '../../lib/api/portfolio-dto.ts';
import type { OrderRecord } from '../../lib/ledger/fleet-record.ts';
import { type Hindrance, orderObstacles, type Sight } from './order-obstacles.ts';

/** What contract and protocol say of an order at a block. Numbers of the contract's enums `OrderState` and `FillLimit`. */
export type OrderAnswer = {
  readonly state: number;
  readonly limit: number;
  /** Most of it that a taker could fill in the block, raw units of what is sold. */
  readonly fillable: bigint;
};

/** The chain as it is now, asked about a portfolio and its live orders, all at one block. */
export type LiveSight = {
  readonly sight: Sight;
  /** By order hash; an order that could not be asked about is missing. */
  readonly answers: ReadonlyMap<string, OrderAnswer>;
};

const REFUSED = (sentence: string): Hindrance => ({ kind: 'refused', sentence });
const told = (kind: Obstacle, sentence: string): Hindrance => ({ kind, sentence });

const PAUSED = told('paused', 'The portfolio is paused: the contract refuses every fill.');
const GENERATION = told('generation', 'It carries a generation that is over: it is void.');
const EXPIRED = told('expired', 'It has expired by the chain’s time.');
const CLOSED = told(
  'closed',
  'The protocol counts it as filled whole or cancelled; the index has yet to follow.',
);
const UNLISTED = REFUSED('The contract no longer lists one of its tokens.');

/** In the order of the contract's enum `OrderState`; null = it accepts the order. */
const STATES: readonly (Hindrance | null)[] = [
  null,
  REFUSED('The contract can’t read it.'),
  REFUSED('The contract computes another hash for it.'),
  REFUSED('It names another contract as its maker.'),
  REFUSED('It carries traits that the contract does not accept.'),
  told('generation', 'Its series was voided at the protocol: nobody can fill it any more.'),
  EXPIRED,
  REFUSED('It would live longer than the contract now allows.'),
  GENERATION,
  UNLISTED,
  PAUSED,
  told('signature', 'The contract’s signer is not the one who signed it: nobody can fill it.'),
  REFUSED('It carries an extension that the contract does not accept.'),
  REFUSED('Its proceeds would go elsewhere, which the contract does not accept.'),
  CLOSED,
];

/** In the order of the contract's enum `FillLimit`; null = all that is left of it can be filled. */
const LIMITS: readonly (Hindrance | null)[] = [
  null,
  PAUSED,
  REFUSED('The contract was in the middle of another fill at that block.'),
  GENERATION,
  CLOSED,
  EXPIRED,
  UNLISTED,
  told('feed', 'An asset has no usable price, and the contract fills nothing that it can’t value.'),
  told('slippage', 'It gives away more than the contract allows at the feeds’ prices.'),
  told('cooldown', 'The contract’s cooldown between buying and selling an asset is not over.'),
  told('drift', 'What it sells is no longer above its target, and the contract sells nothing else.'),
  told('drift', 'What it buys is no longer below its target, and the contract buys nothing else.'),
  told('drift', 'It would carry an asset further past its target than the contract allows.'),
  told('smallest-fill', 'Less of it could be filled now than the contract’s smallest fill.'),
  told('loss-budget', 'The contract’s loss budget does not hold it; it refills over the day.'),
  told('turnover-budget', 'The contract’s turnover budget does not hold it; it refills over the day.'),
  told('balance', 'The portfolio holds less than is still on sale.'),
  told('allowance', 'The allowance is less than is still on sale.'),
];

const UNKNOWN = REFUSED('The contract refuses it in words that this site does not know.');
const wordOf = (words: readonly (Hindrance | null)[], index: number): Hindrance | null => {
  const word = words[index];
  return word === undefined ? UNKNOWN : word;
};

/** What no contract knows: whether the book shows it, and whether anybody gains by it. */
const OUTSIDE: ReadonlySet<Obstacle> = new Set(['hidden', 'price-off']);

/**
 * Why an order isn't filled, as the contract itself answers at a block, the gravest first. Where the numbers of that block say the same
 * thing more exactly, their sentence stands.
 */
export const judgeOrder = (order: OrderRecord, { sight, answers }: LiveSight): readonly Hindrance[] => {
  const answer = answers.get(order.body.orderHash);
  const reckoned = orderObstacles(order, sight);
  if (answer === undefined) return reckoned;
  const said = [wordOf(STATES, answer.state), wordOf(LIMITS, answer.limit)].filter((word) => word !== null);
  const kinds = new Map<Obstacle, Hindrance>();
  for (const word of said) kinds.set(word.kind, reckoned.find(({ kind }) => kind === word.kind) ?? word);
  return [...kinds.values(), ...reckoned.filter(({ kind }) => OUTSIDE.has(kind))];
};
