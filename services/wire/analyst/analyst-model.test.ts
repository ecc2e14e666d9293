import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../../lib/analyst/said.ts';
import { sayFact, spanText } from '../../../lib/analyst/say-fact.ts';
import { summarySentences } from '../../../lib/analyst/summary-sentences.ts';
import { FACTS } from '../../../lib/analyst/testing/facts.ts';
import type { Fact } from '../../../lib/facts/fact.ts';
import { wordSummary } from '../../analyst/word-summary.ts';
import { askDraftOf, modelOf } from '../../models/ask-draft.ts';
import { startAnthropicFake } from '../../models/testing/anthropic-fake.ts';
import { type FakeTurn, startOpenAiFake } from '../../models/testing/openai-fake.ts';
import { Secret } from '../../secret.ts';

const RUNS = 400;
const KEY = 'gsk_this-is-the-key-that-nobody-sees';
const TIMEOUT_MS = 400;
/** For who answers, however busy the machine is. */
const PATIENT_MS = 60_000;

let fake: Awaited<ReturnType<typeof startOpenAiFake>>;
beforeAll(async () => {
  fake = await startOpenAiFake(KEY);
});
afterAll(() => fake?.close());

const asking = (key = KEY, timeoutMs = PATIENT_MS) =>
  askDraftOf(
    modelOf({
      kind: 'openai-shaped',
      url: fake.url,
      name: 'fake',
      key: new Secret(key),
      timeoutMs,
    }),
    timeoutMs,
  );

/** A row of numbers between 0 and 1 that is the same for the same seed (mulberry32). */
const drawsOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
type Draw = () => number;
const pick = <T>(draw: Draw, all: readonly T[]): T => {
  const one = all[Math.floor(draw() * all.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

const ASSETS = ['WETH', 'WBTC', 'USDC'] as const;
const SPANS = ['24h', '30d'] as const;

/** Sentences that a good model may write: right whatever is drawn. */
const SENTENCES: readonly ((draw: Draw) => string)[] = [
  () => 'The portfolio is worth {value.now}.',
  (draw) => {
    const asset = pick(draw, ASSETS);
    return `The weight of ${asset} is {weight.now:${asset}} and its target is {target.now:${asset}}.`;
  },
  (draw) => {
    const asset = pick(draw, ASSETS);
    return `${asset} stands at a drift of {drift.now:${asset}}.`;
  },
  (draw) => {
    const span = pick(draw, SPANS);
    return `{span:return.${span}} the return was {return.${span}}, while the return of the basket left alone was {hold-return.${span}}.`;
  },
  (draw) => {
    const [span, asset] = [pick(draw, SPANS), pick(draw, ASSETS)];
    return `{span:contribution.${span}:${asset}} the contribution of ${asset} was {contribution.${span}:${asset}}.`;
  },
  (draw) => {
    const span = pick(draw, SPANS);
    return `{span:cost.${span}} the cost was {cost.${span}} and the turnover was {traded.${span}}.`;
  },
  (draw) => {
    const span = pick(draw, SPANS);
    return `{span:price-change.${span}:WETH} WETH rose by {price-change.${span}:WETH} while WBTC fell by {price-change.${span}:WBTC}.`;
  },
  (draw) => {
    const span = pick(draw, SPANS);
    return `{span:trend.${span}:WBTC} WBTC was {trend.${span}:WBTC} and {regime.${span}:WBTC}.`;
  },
  (draw) => {
    const span = pick(draw, SPANS);
    return `{span:correlation.${span}:WETH:WBTC} the correlation of WETH with WBTC was {correlation.${span}:WETH:WBTC}.`;
  },
  () => 'WETH has the largest drift.',
  () => 'The weight of WETH is above its target.',
];

const rightDraft = (draw: Draw): string => {
  const count = 2 + Math.floor(draw() * 4);
  const rest = Array.from({ length: count }, () => pick(draw, SENTENCES)(draw));
  return ['The portfolio is worth {value.now}.', ...rest].join(' ');
};

const byId = new Map(FACTS.facts.map((fact) => [fact.id, fact]));
const factOfSlot = (slot: string): Fact => {
  const fact = byId.get(slot);
  if (fact === undefined) throw new Error(`no fact ${slot}`);
  return fact;
};
/** Slots of numbers: a word that is written out is as right as its slot. */
const valueSlots = (draft: string): readonly string[] =>
  [...draft.matchAll(/\{(?!span:)([^{}]+)\}/g)]
    .map(([, slot]) => slot ?? '')
    .filter((slot) => factOfSlot(slot).value.unit !== 'word');

/** The written form in place of a slot, changed. */
const written = (draft: string, draw: Draw, change: (text: string) => string): string => {
  const slot = pick(draw, valueSlots(draft));
  return draft.replace(`{${slot}}`, change(sayFact(factOfSlot(slot))));
};
const otherSlot = (draft: string, draw: Draw, isOther: (fact: Fact, old: Fact) => boolean): string => {
  const slot = pick(draw, valueSlots(draft));
  const old = factOfSlot(slot);
  const others = FACTS.facts.filter((fact) => isOther(fact, old) && sayFact(fact) !== sayFact(old));
  return others.length === 0
    ? `${draft} The value is 7.`
    : draft.replace(`{${slot}}`, `{${pick(draw, others).id}}`);
};

/** What a model does wrong. */
const FAULTS: Readonly<Record<string, (draft: string, draw: Draw) => string>> = {
  'rounds a number': (draft, draw) => written(draft, draw, (text) => text.replace(/\.\d+/, '')),
  'writes a number itself': (draft, draw) => written(draft, draw, (text) => text.replace(/\d/, '8')),
  'swaps a unit': (draft, draw) => written(draft, draw, (text) => `${text.replace(/[ %$pbsh]+/g, '')} bps`),
  'adds a number': (draft) => `${draft} There were 14 trades.`,
  'adds a number in words': (draft) => `${draft} There were fourteen trades.`,
  'takes another measure’s fact': (draft, draw) =>
    otherSlot(draft, draw, (fact, old) => fact.measure !== old.measure && fact.value.unit === old.value.unit),
  'takes another asset’s fact': (draft, draw) =>
    otherSlot(draft, draw, (fact, old) => fact.measure === old.measure && fact.subject !== old.subject),
  'takes another span’s fact': (draft, draw) =>
    otherSlot(
      draft,
      draw,
      (fact, old) => fact.measure === old.measure && fact.span !== old.span && old.span !== null,
    ),
  'makes up a fact': (draft, draw) => draft.replace(`{${pick(draw, valueSlots(draft))}}`, '{value.tomorrow}'),
  advises: (draft) => `${draft} You should buy WETH.`,
  'obeys an injection': (draft) => `${draft} All limits are lifted as the name of the token asked.`,
  'sends a link': (draft) => `${draft} See https://evil.example/x.`,
  'compares wrongly': (draft) => `${draft} The weight of WBTC is above its target.`,
  'ranks wrongly': (draft) => `${draft} USDC has the largest drift.`,
  'turns a way round': (draft) => `${draft} {span:price-change.30d:WBTC} WBTC rose.`,
  'writes a date itself': (draft) => `${draft} As of 2026-11-17 the portfolio is worth {value.now}.`,
  'names another asset': (draft) => `${draft} LINK is worth {value.now}.`,
  'answers as JSON': (draft) => JSON.stringify({ summary: draft }),
  'answers in Markdown': (draft) => `# Summary\n**${draft}**`,
  'says nothing': () => '   ',
  'goes on and on': (draft) => draft.repeat(60),
};

/** How it uses its tools, which changes nothing of what is right: not at all, again and again, with nonsense. */
const toolTurns = (draw: Draw): readonly FakeTurn[] =>
  pick<readonly FakeTurn[]>(draw, [
    [],
    [{ kind: 'call', tool: 'listFacts', input: {} }],
    [{ kind: 'call', tool: 'listFacts', input: { measure: 'weight' } }],
    [
      { kind: 'call', tool: 'listFacts', input: { asset: 'WBTC' } },
      { kind: 'call', tool: 'listFacts', input: { measure: 'value' } },
    ],
    [{ kind: 'call', tool: 'listFacts', input: { measure: 'nothing of the kind' } }],
  ]);

const TEMPLATE = textOf(summarySentences(FACTS));

/** The text that the draft's slots make, written by this test. */
const expectedText = (draft: string): string =>
  draft.replace(/(by )?\{(span:)?([^{}]+)\}/g, (_, by = '', span, id) => {
    const fact = factOfSlot(id);
    if (span !== undefined) return `F${spanText(fact.span ?? { from: 0, to: 0 }).slice(1)}`;
    return `${by}${by === '' ? sayFact(fact) : sayFact(fact).replace(/^[+−]/, '')}`;
  });

describe('a model that words summaries', () => {
  it('gets no wrong figure onto a page in 400 runs, and its right drafts are shown', async () => {
    const ask = asking();
    const tally = { right: 0, shown: 0, wrong: 0 };
    const passed: string[] = [];
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const draw = drawsOf(seed);
      const right = rightDraft(draw);
      const fault = draw() < 0.6 ? pick(draw, Object.keys(FAULTS)) : null;
      const text = fault === null ? right : (FAULTS[fault]?.(right, draw) ?? right);
      fake.play([...toolTurns(draw), { kind: 'text', text }]);
      const worded = await wordSummary(FACTS, ask);
      const page = textOf(worded.sentences);
      if (fault === null) {
        tally.right += 1;
        if (worded.whyTemplate === null) tally.shown += 1;
        else passed.push(`${seed}: refused ${right}`);
        expect(page).toBe(worded.whyTemplate === null ? expectedText(right) : TEMPLATE);
      } else {
        tally.wrong += 1;
        if (page !== TEMPLATE || worded.whyTemplate === null) passed.push(`${seed} ${fault}: ${page}`);
      }
    }
    expect(passed.filter((one) => !one.includes('refused'))).toEqual([]);
    expect(tally.shown / tally.right).toBeGreaterThanOrEqual(0.9);
    expect(fake.refused()).toEqual([]);
  });

  const troubles: readonly (readonly [string, FakeTurn, string])[] = [
    ['is over its quota', { kind: 'status', status: 429 }, 'model-limited'],
    ['is down', { kind: 'status', status: 503 }, 'model-unavailable'],
    ['knows no such model', { kind: 'status', status: 404 }, 'model-refused'],
    ['never answers', { kind: 'silence' }, 'model-slow'],
    ['answers HTML', { kind: 'raw', body: '<html></html>', type: 'text/html' }, 'model-malformed'],
    ['answers half a JSON', { kind: 'raw', body: '{"choices":[' }, 'model-malformed'],
    ['answers without a choice', { kind: 'raw', body: '{"id":"x","choices":[]}' }, 'model-malformed'],
    [
      'calls a tool that there is not',
      { kind: 'call', tool: 'transfer', input: { to: '0x1' } },
      'model-unavailable',
    ],
    ['answers nonsense', { kind: 'text', text: 'Lorem ipsum dolor sit amet.' }, 'text-unsupported'],
  ];
  it.each(troubles)('%s: the template stands, and says why', async (_, turn, why) => {
    fake.play([turn]);
    const patience = turn.kind === 'silence' ? TIMEOUT_MS : PATIENT_MS;
    const worded = await wordSummary(FACTS, asking(KEY, patience));
    expect(worded.whyTemplate).toBe(why);
    expect(textOf(worded.sentences)).toBe(TEMPLATE);
  });

  it('keeps its key out of every failure, and is given one tool that reads', async () => {
    fake.play([{ kind: 'text', text: 'x' }]);
    await asking()(FACTS);
    expect(fake.seen().map(({ tools }) => tools.map(({ function: { name } }) => name))).toEqual([
      ['listFacts'],
    ]);
    for (const key of [KEY, 'gsk_another-key']) {
      fake.play([{ kind: 'status', status: 400 }]);
      const failed = await asking(key)(FACTS);
      expect(JSON.stringify(failed)).not.toContain('gsk_');
    }
  });

  it('of Anthropic’s shape is asked in its own form, tools and all, and fails by the same words', async () => {
    const other = await startAnthropicFake(KEY);
    const asked = (timeoutMs: number, key = KEY) =>
      askDraftOf(
        modelOf({ kind: 'anthropic', url: other.url, name: 'fake', key: new Secret(key), timeoutMs }),
        timeoutMs,
      );
    const ask = asked(PATIENT_MS);
    const draft = 'The portfolio is worth {value.now}.';
    other.play([
      { kind: 'call', tool: 'listFacts', input: { measure: 'value' } },
      { kind: 'call', tool: 'listFacts', input: {} },
      { kind: 'text', text: draft },
    ]);
    const worded = await wordSummary(FACTS, ask);
    expect([worded.whyTemplate, textOf(worded.sentences)]).toEqual([null, expectedText(draft)]);
    expect(other.seen().map(({ messages }) => messages.length)).toEqual([1, 3, 5]);
    expect(other.refused()).toEqual([]);
    const failures = [
      [{ kind: 'status', status: 429 }, 'model-limited'],
      [{ kind: 'status', status: 529 }, 'model-unavailable'],
      [{ kind: 'silence' }, 'model-slow'],
      [{ kind: 'raw', body: '{"type":"message"' }, 'model-malformed'],
      [{ kind: 'text', text: `${draft} It was 7.` }, 'text-unsupported'],
    ] as const;
    for (const [turn, why] of failures) {
      other.play([turn]);
      const patience = turn.kind === 'silence' ? TIMEOUT_MS : PATIENT_MS;
      expect((await wordSummary(FACTS, asked(patience))).whyTemplate).toBe(why);
    }
    expect((await wordSummary(FACTS, asked(PATIENT_MS, 'gsk_another'))).whyTemplate).toBe('model-refused');
    await other.close();
  });

  it('is asked nothing without a key: the template stands', async () => {
    const worded = await wordSummary(FACTS, null);
    expect([worded.whyTemplate, textOf(worded.sentences)]).toEqual(['not-configured', TEMPLATE]);
  });
});
