import { describe, expect, it } from 'vitest';
import { type AnalysisDto, analysisDto, type FactDto } from '../../lib/api/analysis.ts';
import { groupFacts } from './fact-groups.ts';
import { NO_FACTS, parseFacts } from './read-facts.ts';

const AS_OF = 1_764_500_000;
const DAY = 86_400;

const sent = (wish: Pick<FactDto, 'id' | 'measure' | 'unit'> & Partial<FactDto>): FactDto => ({
  ...{ subject: null, against: null, fromSeconds: AS_OF - 30 * DAY, toSeconds: AS_OF },
  ...{ amount: null, decimals: null, word: null },
  ...{ ageSeconds: 300, samples: 30, sources: ['chainlink'], rows: [] },
  ...wish,
});

const ANSWER: AnalysisDto = analysisDto.parse({
  ...{ portfolioId: '7', chainId: 1, address: `0x${'ab'.repeat(20)}`, span: '30d', asOfSeconds: AS_OF },
  facts: [
    sent({
      id: 'held.now:WETH',
      measure: 'held',
      unit: 'units',
      amount: '1500',
      decimals: 3,
      subject: 'WETH',
    }),
    sent({
      ...{ id: 'loss-used.now', measure: 'loss-used', unit: 'bps', amount: '12.5', fromSeconds: null },
      ...{ toSeconds: null, samples: 1, sources: [], rows: [{ kind: 'decision', id: '41' }] },
    }),
    sent({ id: 'trend.30d:WETH', measure: 'trend', unit: 'word', word: 'rising', subject: 'WETH' }),
    sent({
      ...{ id: 'correlation.30d:WETH/WBTC', measure: 'correlation', unit: 'ratioE4', amount: '-8700' },
      ...{ subject: 'WETH', against: 'WBTC' },
    }),
    sent({
      ...{ id: 'rebalance-effect.30d:41', measure: 'rebalance-effect', unit: 'usdE18' },
      ...{ amount: '-2500000000000000000', rows: [{ kind: 'decision', id: '41' }] },
    }),
    sent({
      ...{ id: 'rebalance-effect.30d:unrecorded', measure: 'rebalance-effect', unit: 'usdE18', amount: '0' },
      rows: [{ kind: 'snapshot', id: '9' }],
    }),
    sent({ id: 'look-gap.30d:5', measure: 'look-gap', unit: 'seconds', amount: '7300' }),
  ],
  missing: [
    { id: 'regime.30d:WBTC', why: 'too-few-prices' },
    { id: 'contribution.30d', why: 'flow-unpriced' },
    { id: 'odd-flow.30d:12-unread:USDC', why: 'flow-unpriced' },
    { id: 'something-new.30d', why: 'flow-unpriced' },
  ],
});

const groups = () => {
  const told = parseFacts(ANSWER);
  return new Map((told === null ? [] : groupFacts(told)).map(({ title, lines }) => [title, lines]));
};

const saidIn = (title: string) =>
  groups()
    .get(title)
    ?.map(({ name, of, says }) => [name, of, says]);

describe('the facts of a portfolio on its page', () => {
  it('stand by what they tell, in the words of the analyst; what the page shows elsewhere is left out', () => {
    expect([...groups().keys()]).toEqual([
      ...['Market', 'What each asset brought', 'What each rebalance brought'],
      ...['Budgets of the contract', 'Out of the ordinary'],
    ]);
    expect(saidIn('Market')).toEqual([
      ['Trend', 'WETH', 'rising'],
      ['Correlation', 'WETH with WBTC', '−0.87'],
      ['Regime', 'WBTC', 'Too few prices of this time are stored.'],
    ]);
  });

  it('name the decision that a row is of, and say where there is none', () => {
    expect(saidIn('What each rebalance brought')).toEqual([
      ['Effect of a rebalance', 'decision 41', '−$ 2.50'],
      ['Effect of a rebalance', 'fills without a decision', '$ 0.00'],
    ]);
    expect(groups().get('Budgets of the contract')).toEqual([
      {
        ...{ id: 'loss-used.now', name: 'Used of the daily loss', of: 'the portfolio', says: '0.13 %' },
        ...{ isMissing: false, when: 'now', restsOn: '1 sample', decisions: ['41'], atSeconds: AS_OF - 300 },
      },
    ]);
  });

  it('give the reason of what is absent, and of which asset it is', () => {
    const why = 'A deposit or a withdrawal has no known price, so what it brought isn’t known.';
    expect(saidIn('What each asset brought')).toEqual([['Contribution', 'the portfolio', why]]);
    expect(saidIn('Out of the ordinary')).toEqual([
      ['Gap between looks', 'the portfolio', '2 h'],
      ['Unusual flow', 'USDC', why],
    ]);
    expect(groups().get('Out of the ordinary')?.[1]).toMatchObject({
      ...{ isMissing: true, when: '30 days', atSeconds: null },
    });
  });

  it('have their groups before anything is read, so that the page stands still', () => {
    expect(groupFacts(NO_FACTS).map(({ title, lines }) => [title, lines.length])).toEqual(
      [...groups().keys()].map((title) => [title, 0]),
    );
  });

  it('are none where the answer is something else', () => {
    expect(parseFacts({ ...ANSWER, facts: [{ id: 'value.now' }] })).toBeNull();
    expect(parseFacts(null)).toBeNull();
  });
});
