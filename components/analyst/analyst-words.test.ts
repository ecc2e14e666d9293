import { expect, it } from 'vitest';
import { recordWords, wordedWords } from './analyst-words.ts';

const none = { cameTrue: 0, didNot: 0, notJudged: 0 };

it('the record of warnings tells the wrong ones beside the right ones, and says where there is none', () => {
  const all = { cameTrue: 3, didNot: 4, notJudged: 1 };
  expect(recordWords({ lastWeek: none, all: none })).toMatch(/^No warning has been judged yet/);
  expect(recordWords({ lastWeek: none, all })).toBe(
    'In the last 7 days: none was judged. Of all that are kept: 3 came true, 4 did not, 1 could not be judged.',
  );
  expect(recordWords({ lastWeek: { cameTrue: 0, didNot: 2, notJudged: 0 }, all })).toMatch(
    /^In the last 7 days: 0 came true, 2 did not, 0 could not be judged\./,
  );
});

/** Every reason for which the template stands: no model, all that goes wrong with one, and a draft that isn't used. */
const WHY = [
  ...['not-configured', 'model-limited', 'model-malformed', 'model-refused', 'model-slow'],
  ...['model-unavailable', 'text-unsupported'],
];

it('whose words a summary is in is said, and for each reason of the template a reason of its own', () => {
  const told = WHY.map((whyTemplate) => wordedWords({ whyTemplate }));
  expect(new Set(told).size).toBe(WHY.length);
  for (const words of told) expect(words).toMatch(/^In the template’s words: .{10,}\.$/);
  expect(told).not.toContain(wordedWords({ whyTemplate: 'something-else' }));
  expect(wordedWords({ whyTemplate: null })).toMatch(/^Worded by a model; every figure was checked/);
});
