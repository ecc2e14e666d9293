import type { IndexTradeDto } from '../../lib/api/indexes.ts';
import { SWAP_ENDS } from '../../lib/intents/swap.ts';
import { formatSpan } from '../ui/format.ts';
import type { IconName } from '../ui/icon.tsx';
import type { Tone } from '../ui/word.tsx';

type State = { readonly word: string; readonly tone: Tone; readonly icon: IconName };

/** Each state by a word of its own: none of the eight ends looks like another. */
export const TRADE_STATES: Readonly<Record<IndexTradeDto['state'], State>> = {
  planned: { word: 'Planned', tone: 'plain', icon: 'clock' },
  'under-way': { word: 'Under way', tone: 'plain', icon: 'clock' },
  swapped: { word: 'Swapped', tone: 'good', icon: 'check' },
  'swapped-with-refund': { word: 'Swapped in part', tone: 'good', icon: 'check' },
  'swapped-short': { word: 'Swapped short', tone: 'stop', icon: 'warning' },
  refunded: { word: 'Came back', tone: 'warn', icon: 'below' },
  'refunded-too-little': { word: 'Came back: too little', tone: 'warn', icon: 'below' },
  'refunded-as-success': { word: 'Came back, called a success', tone: 'warn', icon: 'below' },
  failed: { word: 'Failed', tone: 'stop', icon: 'stop' },
  'not-sent': { word: 'Never sent', tone: 'plain', icon: 'pause' },
};

/** Ends after which a person has to look before anything is planned again. */
export const needsAPerson = ({ state }: Pick<IndexTradeDto, 'state'>): boolean =>
  state !== 'planned' && state !== 'under-way' && !SWAP_ENDS[state].mayPlan;

const PURPOSES: Readonly<Record<IndexTradeDto['purpose'], string>> = {
  construct: 'to build the index up',
  rebalance: 'to bring it back to its shares',
  'sell-for-withdrawal': 'for a withdrawal',
  exit: 'out to its chain',
};

/** "USDC for BTC, to build the index up"; what leaves stays what it is. `nameOf` tells what a token is called whose swap doesn't say. */
export const tradeWords = (
  { from, to, fromSymbol, toSymbol, purpose }: IndexTradeDto,
  nameOf: (token: string) => string | null,
): string => {
  const [given, got] = [fromSymbol ?? nameOf(from) ?? from, toSymbol ?? nameOf(to) ?? to];
  return `${purpose === 'exit' && from === to ? given : `${given} for ${got}`}, ${PURPOSES[purpose]}`;
};

/** A state as a swap's owner is told: what left was not swapped. */
export const tradeState = ({ state, purpose }: Pick<IndexTradeDto, 'state' | 'purpose'>): State =>
  purpose === 'exit' && state === 'swapped' ? { ...TRADE_STATES.swapped, word: 'Left' } : TRADE_STATES[state];

/** "16 s", how long it took; "3 min", since when it is open. */
export const tradeAge = (trade: IndexTradeDto, nowSeconds: number): string => {
  const { plannedAtSeconds, endedAtSeconds } = trade;
  const span = formatSpan(Math.max(0, (endedAtSeconds ?? nowSeconds) - plannedAtSeconds));
  return endedAtSeconds === null ? `open for ${span}` : `took ${span}`;
};

/** "25.5 %" of 2,550. */
export const shareText = (bps: number): string => `${(bps / 100).toFixed(bps % 100 === 0 ? 0 : 2)}\u00a0%`;

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

/** "Every hour", "every 2 days", with its band. */
export const scheduleText = ({
  everySeconds = 3_600,
  bandBps = null,
}: {
  readonly everySeconds?: number | undefined;
  readonly bandBps?: number | null | undefined;
}): string => {
  const [size, unit] = UNITS.find(([span]) => everySeconds % span === 0) ?? [1, 'second'];
  const count = everySeconds / size;
  const every = count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`;
  return bandBps === null ? every : `${every}, once a share is ${bandBps / 100} points off`;
};
