import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordDraft } from '../../lib/analyst/draft.ts';
import { sayFact, spanText } from '../../lib/analyst/say-fact.ts';
import { factSentences } from '../../lib/analyst/summary-sentences.ts';
import { FACTS } from '../../lib/analyst/testing/facts.ts';
import { answerTo } from '../../lib/analyst/testing/questions.ts';
import type { Facts } from '../../lib/facts/fact.ts';
import { startAnthropicFake } from '../../services/models/testing/anthropic-fake.ts';
import { startOpenAiFake } from '../../services/models/testing/openai-fake.ts';
import type { FakeTurn } from '../../services/models/testing/script-server.ts';
import { Secret } from '../../services/secret.ts';
import { analystSuite } from './command.ts';
import { runSuite, suiteCases } from './run-suite.ts';

const KEY = 'gsk_of-the-suite';
const CASES = suiteCases();

let fakes: {
  readonly openai: Awaited<ReturnType<typeof startOpenAiFake>>;
  readonly anthropic: Awaited<ReturnType<typeof startAnthropicFake>>;
};
beforeAll(async () => {
  fakes = { openai: await startOpenAiFake(KEY), anthropic: await startAnthropicFake(KEY) };
});
afterAll(async () => {
  await fakes?.openai.close();
  await fakes?.anthropic.close();
});

/** A template's text with slots in place of what it says: what a good model writes. */
const draftOf = (name: string, facts: Facts): string => {
  const { sentences } = name.includes('everything')
    ? { sentences: factSentences(FACTS, { measures: ['value', 'weight', 'return'], asset: null }) }
    : answerTo(name).answer;
  const byId = new Map(facts.facts.map((fact) => [fact.id, fact]));
  return sentences
    .map(({ text, factIds }) => {
      const [first] = factIds.flatMap((id) => byId.get(id)?.span ?? []);
      const holder = factIds.find((id) => byId.get(id)?.span != null);
      const head = first === undefined ? '' : `F${spanText(first).slice(1)}`;
      const begun = head !== '' && text.startsWith(head) ? `{span:${holder}}` : '';
      let rest = begun === '' ? text : text.slice(head.length);
      let draft = begun;
      for (const id of factIds) {
        const fact = byId.get(id);
        const said = fact === undefined ? '' : sayFact(fact);
        const at = rest.indexOf(said);
        if (said === '' || at === -1) continue;
        draft += `${rest.slice(0, at)}{${id}}`;
        rest = rest.slice(at + said.length);
      }
      return draft + rest;
    })
    .join(' ');
};

const asked = CASES.flatMap(({ name, facts }) => (facts === null ? [] : [{ name, facts }]));
const drafts = new Map(asked.map(({ name, facts }) => [name, draftOf(name, facts)]));
const right = (name: string): FakeTurn => ({ kind: 'text', text: drafts.get(name) ?? '' });
/** Of each case, the turns of so many tries. */
const script = (times: number, turn: (name: string, time: number) => FakeTurn): readonly FakeTurn[] =>
  asked.flatMap(({ name }) => Array.from({ length: times }, (_, time) => turn(name, time)));
/** Those whose right draft the checker lets through: what the suite must count. */
const sound = asked.filter(({ name, facts }) => wordDraft(facts, drafts.get(name) ?? '').ok);

const modelAt = (kind: 'openai-shaped' | 'anthropic', url: string) =>
  ({ kind, url, name: 'fake', key: new Secret(KEY), timeoutMs: 60_000 }) as const;
const run = async (words: readonly string[], model: Parameters<typeof analystSuite>[1]) => {
  const lines: string[] = [];
  const code = await analystSuite(words, model, (line) => lines.push(line));
  return { code, lines, text: lines.join('\n') };
};
const shareText = (part: number): string => `${((100 * part) / CASES.length).toFixed(1)} %`;

describe('the suite of the analyst', () => {
  it('is of fifty questions and a summary, and a good model’s words stand in nine of ten', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(51);
    expect(asked.length).toBeGreaterThan(40);
    expect(sound.length / asked.length).toBeGreaterThanOrEqual(0.9);
  });

  it.each(['openai-shaped', 'anthropic'] as const)(
    'asks an endpoint of the shape %s eight times, and tells pass@1 and pass^8',
    async (kind) => {
      const fake = kind === 'anthropic' ? fakes.anthropic : fakes.openai;
      const [failing = { name: '' }] = sound;
      // Once of eight times one of them is over its quota.
      fake.play(
        script(8, (name, time) =>
          name === failing.name && time === 5 ? { kind: 'status', status: 429 } : right(name),
        ),
      );
      const { code, lines, text } = await run([], modelAt(kind, fake.url));
      const unasked = CASES.length - asked.length;
      const all = sound.length + unasked;
      expect(fake.refused()).toEqual([]);
      expect(fake.seen()).toHaveLength(8 * asked.length);
      expect(lines).toContain(`7/8  ${failing.name}  (model-limited 1)`);
      expect(text).toContain(
        `${CASES.length} cases, 8 times each: pass@1 ${shareText(all - 1 / 8)}, pass^8 ${shareText(all - 1)}.`,
      );
      expect(lines.at(-1)).toBe('No wrong figure reached a page.');
      expect(code).toBe(0);
      expect(text).not.toContain(KEY);
    },
  );

  it('counts no wrong draft as a pass, and lets none of it onto a page', async () => {
    const { openai } = fakes;
    openai.play(script(1, (name) => ({ kind: 'text', text: `${drafts.get(name)} The value is 7.` })));
    const { code, text } = await run(['--times', '1'], modelAt('openai-shaped', openai.url));
    const unasked = CASES.length - asked.length;
    expect(text).toContain(`pass@1 ${shareText(unasked)}, pass^1 ${shareText(unasked)}.`);
    expect(text).toContain('text-unsupported 1');
    expect(code).toBe(0);
  });

  it('counts no text as a pass that says nothing of what was asked', async () => {
    const facts = FACTS;
    const worded = await runSuite([{ name: 'x', facts, needed: ['cost.30d'] }], {
      ...{ tries: 1, pause: async () => undefined },
      ask: async () => ({ ok: true, value: 'The portfolio is worth {value.now}.' }),
    });
    expect(worded.cases).toMatchObject([{ passes: 0, whyNot: { 'says nothing of what was asked': 1 } }]);
  });

  it('finds a wrong figure on a page where the app would let one through', async () => {
    const report = await runSuite(CASES, {
      ...{ tries: 1, pause: async () => undefined },
      ask: async () => ({ ok: true, value: '' }),
      word: async () => ({
        ...{ confidence: 'high', whyTemplate: null },
        sentences: [{ text: 'The portfolio is worth $ 7.00.', factIds: [] }],
      }),
    });
    expect(report.wrong).toBeGreaterThanOrEqual(asked.length);
    expect(report.passEvery).toBeLessThan(0.2);
  });

  it('says in a sentence that without a key there is nobody to ask, and what is wrong with its words', async () => {
    const { code, lines } = await run([], null);
    expect([code, lines.length]).toEqual([1, 1]);
    expect(lines[0]).toMatch(/^ANALYST_API_KEY is not set/);
    for (const words of [
      ['--times', '0'],
      ['--times', 'x'],
      ['--pause-ms', '-1x'],
    ])
      expect((await run(words, null).catch(() => ({ code: 1 }))).code).toBe(1);
  });
});
