import type { Fact, Facts } from '../facts/fact.ts';
import { fail, ok, type Result } from '../result.ts';
import { checkText, namesOf } from './check-text.ts';
import { DOWN, UP } from './measure-words.ts';
import { isPlainWord } from './read-text.ts';
import type { Said } from './said.ts';
import { sayFact, spanText } from './say-fact.ts';

/** A text longer than that is no summary. */
export const DRAFT_LENGTH_MAX = 2_000;

const SLOT = /\{([^{}]{1,160})\}/g;
const SPAN_SLOT = 'span:';

/** After a word that says which way, a number has no sign. */
const AFTER_A_WAY = new RegExp(`(?:^|[^A-Za-z])(?:${[...UP, ...DOWN].join('|')}) $`);

const filled = (fact: Fact, before: string): string => {
  const text = sayFact(fact);
  return AFTER_A_WAY.test(before) ? text.replace(/^[+−]/, '') : text;
};

const slotText = (facts: ReadonlyMap<string, Fact>, slot: string, before: string): string | null => {
  if (!slot.startsWith(SPAN_SLOT)) {
    const fact = facts.get(slot);
    return fact === undefined ? null : filled(fact, before);
  }
  const span = facts.get(slot.slice(SPAN_SLOT.length))?.span ?? null;
  if (span === null) return null;
  const text = spanText(span);
  return /(?:^|[.\n]\s*)$/.test(before) ? `F${text.slice(1)}` : text;
};

type Slots = { readonly text: string; readonly factIds: readonly string[] };

const fillSlots = ({ facts }: Facts, draft: string): Slots | null => {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const factIds: string[] = [];
  let text = '';
  let from = 0;
  for (const match of draft.matchAll(SLOT)) {
    const [slot, id = ''] = match;
    text += draft.slice(from, match.index);
    const value = slotText(byId, id, text);
    if (value === null) return null;
    factIds.push(id.startsWith(SPAN_SLOT) ? id.slice(SPAN_SLOT.length) : id);
    text += value;
    from = match.index + slot.length;
  }
  return { text: text + draft.slice(from), factIds };
};

/** Whether every asset's name can be told from words and numbers in a text; else nobody but the template writes it. */
export const isSpeakable = (facts: Facts): boolean =>
  namesOf(facts).every((name) => !isPlainWord(name) && /[A-Za-z]/.test(name));

/**
 * A draft with slots (`{value.now}`, `{span:return.30d}`) as a text, if all that it says is in the facts. Numbers are taken from facts alone: a
 * draft with a digit of its own is refused. Fails with `text-unsupported`, naming what stood there.
 */
export const wordDraft = (facts: Facts, draft: string): Result<Said> => {
  const refused = (why: string): Result<never> => fail('text-unsupported', `The draft is not used: ${why}.`);
  if (draft.trim() === '' || draft.length > DRAFT_LENGTH_MAX) return refused('it has no length of a summary');
  if (!isSpeakable(facts)) return refused('an asset has a name that reads as a word');
  const names = namesOf(facts);
  const ownWords = names.reduce((text, name) => text.replaceAll(name, ''), draft.replace(SLOT, ''));
  if (/\d/.test(ownWords)) return refused('it has a digit of its own');
  const slots = fillSlots(facts, draft);
  if (slots === null) return refused('it names a fact that there is not');
  const [first] = checkText(facts, slots.text);
  return first === undefined ? ok(slots) : refused(`the facts don't hold "${first.text}" (${first.kind})`);
};
