import { describe, expect, it } from 'vitest';
import { checkText } from './check-text.ts';
import { textOf } from './said.ts';
import { allFacts, answerTo, QUESTIONS } from './testing/questions.ts';
import { readAgain } from './testing/second-reader/second-reader.ts';

describe('questions about a portfolio', () => {
  it('are fifty', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(50);
  });

  it.each(QUESTIONS)('%s', (question, ...needed) => {
    const { answer } = answerTo(question);
    const told = answer.sentences.flatMap(({ factIds }) => factIds);
    if (needed.length === 0) expect([answer.rows, told]).toEqual([[], []]);
    for (const id of needed) expect(told).toContain(id);
  });

  it('are answered with the rows that they rest on, and no figure beside', () => {
    for (const [question, ...needed] of QUESTIONS) {
      const { asked, answer } = answerTo(question);
      if (needed.length === 0) continue;
      expect(answer.rows.length).toBeGreaterThan(0);
      if (asked.kind !== 'why') expect(checkText(allFacts(), textOf(answer.sentences))).toEqual([]);
      expect(readAgain(allFacts(), textOf(answer.sentences))).toEqual([]);
      if (asked.kind === 'why') expect(answer.rows.some(({ kind }) => kind === 'decision')).toBe(true);
    }
  });
});
