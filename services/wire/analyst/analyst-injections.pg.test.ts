import { beforeAll, describe, expect, it } from 'vitest';
import { answerFacts, answerWhy } from '../../../lib/analyst/answer.ts';
import { checkText } from '../../../lib/analyst/check-text.ts';
import { classify } from '../../../lib/analyst/question.ts';
import { textOf } from '../../../lib/analyst/said.ts';
import { summarySentences } from '../../../lib/analyst/summary-sentences.ts';
import { FACTS } from '../../../lib/analyst/testing/facts.ts';
import type { JournaledDecision } from '../../../lib/facts/decision-facts.ts';
import type { Fact, Facts } from '../../../lib/facts/fact.ts';
import { subjectNames } from '../../../lib/facts/subject-names.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';
import { ok } from '../../../lib/result.ts';
import { PAYLOADS, PLACES, readsAsOrder, SECRET } from '../../analyst/testing/injected-orders.ts';
import { wordSummary } from '../../analyst/word-summary.ts';
import { showFacts } from '../../models/draft-prompt.ts';
import { readSummaries } from '../../store/analyst/summaries.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { addressOf, arrangePortfolios, removePortfolios } from '../../store/testing/arrange.ts';
import { arrangeLook, arrangeTick } from '../../store/testing/arrange-looks.ts';
import type { TestDatabase } from '../../store/testing/test-database.ts';
import { wholeDatabase } from '../../store/testing/whole-database.ts';
import { withTestBot } from '../../store/testing/with-test-bot.ts';
import { readAskedDecisions } from '../../store/tick/asked-decisions.ts';

let database: TestDatabase;
withTestBot((opened) => {
  ({ database } = opened);
});

let mine = '';
let theirs = '';
const VIEWER = { address: addressOf(500_001), role: 'user' } as const;

beforeAll(async () => {
  await removePortfolios(database.admin);
  [mine = '', theirs = ''] = (await arrangePortfolios(database.admin, 2)).map(({ id }) => id);
  const tickId = await arrangeTick(database.admin);
  for (const [id, symbol] of [
    [mine, 'WETH'],
    [theirs, SECRET],
  ] as const)
    await arrangeLook(database.admin, id, {
      ...{ tickId, block: 2 },
      assets: [
        { units: 7n * E18, price: E18, targetBps: 5_000, symbol },
        { units: 3n * E18, price: E18, targetBps: 5_000, symbol: 'USDC' },
      ],
    });
  await database.admin`
    insert into summaries (portfolio_id, as_of_seconds, sentences, confidence)
    values (${theirs}, 1, ${database.admin.json([{ text: `${SECRET} rose`, factIds: [] }])}, 'high')`;
});

/** Texts of others, as if they had come into rows of ours. */
const storeAsSummaries = async (texts: readonly string[]): Promise<void> => {
  for (const [index, text] of texts.entries())
    await database.admin`
      insert into summaries (portfolio_id, as_of_seconds, sentences, confidence)
      values (${mine}, ${index + 10}, ${database.admin.json([{ text: text.replaceAll('\u0000', ''), factIds: [] }])}, 'high')`;
};

const renamed = (fact: Fact, name: string): Fact =>
  fact.subject === 'WETH' ? { ...fact, subject: name, id: fact.id.replace('WETH', name) } : fact;

/** The facts with somebody's text in a place where it may stand, as the code that makes facts lets it in. */
const factsWith = (place: (typeof PLACES)[number], payload: string): Facts => {
  if (place === 'portfolio name') return { ...FACTS, about: { ...FACTS.about, name: payload } };
  if (place === 'feed description')
    return {
      ...FACTS,
      facts: FACTS.facts.map((fact) => ({ ...fact, quality: { ...fact.quality, sources: [payload] } })),
    };
  if (place !== 'symbol') return FACTS;
  const name =
    subjectNames([{ token: `0x${'ab'.repeat(20)}`, symbol: payload }]).get(`0x${'ab'.repeat(20)}`) ?? 'TKN';
  return { ...FACTS, facts: FACTS.facts.map((fact) => renamed(fact, name)) };
};

/** A decision with a text that is no word of a closed list: an asset's, or a venue's. */
const withMemo = (one: JournaledDecision, detail: string): JournaledDecision => ({
  ...one,
  decision: {
    ...one.decision,
    plan: {
      kind: 'hold',
      hold: { reason: 'asset-unhealthy', detail, limit: null, lookAgainAt: one.decision.nextLookAt },
    },
  },
});

type Wish = { readonly question: string; readonly facts: Facts; readonly memo: string | null };

/** Asks as the owner of one portfolio, as the API does. */
const askAs = ({ question, facts, memo }: Wish) =>
  asNamedViewer(database.admin, VIEWER, async (sql) => {
    const asked = classify(question, { names: ['WETH', 'USDC'], now: facts.asOf });
    const stored = await readAskedDecisions(sql, mine, null);
    const own = memo === null ? stored : stored.map((one) => withMemo(one, memo));
    const other = await readAskedDecisions(sql, theirs, null);
    const summaries = await readSummaries(sql, { portfolioId: theirs, limit: 10 });
    const answer = asked.kind === 'why' ? answerWhy(asked, own, facts) : answerFacts(asked, facts);
    return { text: textOf(answer.sentences), seen: own.length, leaked: other.length + summaries.length };
  });

/** A model that does what it reads, and what it is told. */
const obeying = (payload: string) => (facts: Facts) =>
  Promise.resolve(ok(`${payload} ${JSON.stringify(showFacts(facts, {})).slice(0, 200)}`));

describe('orders in what others wrote', () => {
  it('are six hundred', () => {
    expect(PLACES.length * PAYLOADS.length).toBe(600);
  });

  it.each(PLACES)('change no row, reach no page and show nobody else’s: %s', async (place) => {
    if (place === 'stored summary') await storeAsSummaries(PAYLOADS);
    const before = await wholeDatabase(database.admin);
    const template = textOf(summarySentences(FACTS));
    for (const payload of PAYLOADS) {
      const facts = factsWith(place, payload);
      const worded = await wordSummary(facts, obeying(payload));
      const page = textOf(worded.sentences);
      expect(worded.whyTemplate).toBe('text-unsupported');
      expect(checkText(facts, page)).toEqual([]);
      if (place !== 'symbol') expect(page).toBe(template);
      expect(readsAsOrder(page)).toBe(false);
      expect(JSON.stringify(showFacts(facts, {}))).not.toContain(SECRET);
      const { text, seen, leaked } = await askAs({
        question: place === 'question' ? payload : 'Why was nothing done, and why was WETH sold?',
        ...{ facts, memo: place === 'memo of a decision' ? payload : null },
      });
      expect([seen, leaked]).toEqual([1, 0]);
      expect(readsAsOrder(text)).toBe(false);
    }
    expect(await wholeDatabase(database.admin)).toBe(before);
  });
});
