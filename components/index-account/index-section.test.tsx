import { isValidElement, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { IndexDto, IndexTradeDto } from '../../lib/api/indexes.ts';
import { SWAP_ENDS, type SwapEnd } from '../../lib/intents/swap.ts';
import { IndexSection, SwapsSection } from './index-section.tsx';
import { scheduleText, TRADE_STATES } from './index-words.ts';

const NOW = 1_790_000_000;
const TRADE: IndexTradeDto = {
  ...{ id: `0x${'a1'.repeat(32)}`, purpose: 'construct', from: 'nep141:usdc.near', to: 'nep141:wrap.near' },
  ...{ fromSymbol: 'USDC', toSymbol: 'NEAR', amountUnits: '5', leastOutUnits: '4', valueUsd: '12.5' },
  ...{ state: 'swapped', words: 'It is swapped.', isOverdue: false, plannedAtSeconds: NOW - 60 },
  ...{ signedAtSeconds: NOW - 58, endedAtSeconds: NOW - 40, intentHash: null, depositAddress: null },
};
const INDEX: IndexDto = {
  ...{ name: 'Mine', version: 1, schedule: { everySeconds: 3_600, bandBps: null } },
  allocations: [{ token: 'nep141:wrap.near', targetBps: 10_000 }],
  ...{ lookedAtSeconds: NOW - 120, nextLookAtSeconds: NOW + 180 },
  lastLook: {
    ...{ decidedAtSeconds: NOW - 120, kind: 'hold', reason: 'in-band', valueUsd: '1000' },
    sentence: 'Nothing to do: every asset is inside its band.',
    rows: [
      { token: 'nep141:wrap.near', symbol: 'NEAR', targetBps: 10_000, weightBps: 9_950, valueUsd: '995' },
    ],
  },
};

/** What a person reads of it: every part is a plain function of its props. */
const textOf = (node: ReactNode): string => {
  if (typeof node === 'string' || typeof node === 'number') return ` ${node}`;
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (!isValidElement<{ readonly children?: ReactNode }>(node)) return '';
  const { type, props } = node;
  if (typeof type === 'function') return textOf((type as (given: typeof props) => ReactNode)(props));
  return textOf(props.children);
};

const shown = (index: IndexDto | null, trades: readonly IndexTradeDto[] = []): string =>
  [IndexSection({ index, nowSeconds: NOW }), SwapsSection({ trades, nowSeconds: NOW, nameOf: () => null })]
    .map(textOf)
    .join('')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');

describe('the index of an account', () => {
  it('stands against its targets, with what the last look came to, its age, and when the next is', () => {
    const text = shown(INDEX);
    for (const word of [
      'Mine',
      'Every hour',
      'NEAR',
      '100 %',
      '99.50 %',
      'Nothing to do: every asset is inside its band.',
      'Last look 2 min ago',
      'in 3 min',
    ])
      expect(text).toContain(word);
    expect(shown({ ...INDEX, nextLookAtSeconds: NOW - 1 })).toContain('with the next tick');
    expect(shown({ ...INDEX, nextLookAtSeconds: null })).toContain('when its swaps are over');
  });

  it('says what is wanted before there was a look, and never a worth that nobody knows', () => {
    const text = shown({ ...INDEX, lastLook: null, lookedAtSeconds: null });
    expect(text).toContain('nep141:wrap.near 100 % not known no price');
    expect(text).toContain('Last look none yet');
    expect(shown(null)).toContain('no index yet');
  });

  it('tells the eight ends of a swap apart in a word each, and which of them want a person', () => {
    const ends = Object.keys(SWAP_ENDS) as SwapEnd[];
    expect(ends).toHaveLength(8);
    const words = ends.map((state) => TRADE_STATES[state].word);
    expect(new Set(words).size).toBe(8);
    for (const state of ends) {
      const text = shown(INDEX, [{ ...TRADE, state, words: SWAP_ENDS[state].words }]);
      expect(text).toContain(TRADE_STATES[state].word);
      expect(text.includes('before you have looked')).toBe(!SWAP_ENDS[state].mayPlan);
    }
  });

  it('shows how long a swap took, or since when it is open and whether that is too long', () => {
    expect(shown(INDEX, [TRADE])).toContain('took 20 s');
    const open = { ...TRADE, state: 'under-way', endedAtSeconds: null, isOverdue: true } as const;
    const text = shown(INDEX, [{ ...open, words: 'It waits: it is being swapped.' }]);
    expect(text).toContain('open for 1 min');
    expect(text).toContain('Longer than it should take');
  });

  it.each([
    [{ everySeconds: 86_400, bandBps: 250 }, 'Every day, once a share is 2.5 points off'],
    [{ everySeconds: 7_200 }, 'Every 2 hours'],
    [{ everySeconds: 301 }, 'Every 301 seconds'],
  ])('writes its schedule %j as %s', (schedule, text) => {
    expect(scheduleText(schedule)).toBe(text);
  });
});
