import type { Fact } from '../facts/fact.ts';
import { sayFact } from './say-fact.ts';

/** A sentence, and the facts that it says. */
export type Said = { readonly text: string; readonly factIds: readonly string[] };

/** A sentence of words and facts, each fact in its one form. */
export const said = (...parts: readonly (string | Fact)[]): Said => ({
  text: parts.map((part) => (typeof part === 'string' ? part : sayFact(part))).join(''),
  factIds: parts.flatMap((part) => (typeof part === 'string' ? [] : [part.id])),
});

/** All of it as one text, a line each. */
export const textOf = (sentences: readonly Said[]): string => sentences.map(({ text }) => text).join('\n');
