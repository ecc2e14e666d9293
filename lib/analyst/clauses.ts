import type { Token } from './read-text.ts';

type Of<K extends Token['kind']> = Extract<Token, { readonly kind: K }>;

/** What belongs together: nothing is said of an asset across its end, unless no other one is named there. */
export type Clause = {
  readonly tokens: readonly Token[];
  /** Who it is of where it names none: who the sentence named last. Null: the portfolio. */
  readonly carried: string | null;
  /** Its own span, else the sentence's, else what a sentence before it named, unless its sentence is of now. */
  readonly span: string | null;
  /** Whether the sentence itself names the span. */
  readonly isSpanOwn: boolean;
  /** Every asset that its sentence names. */
  readonly named: readonly string[];
};

export type Sentence = { readonly clauses: readonly Clause[] };

const splitAt = (tokens: readonly Token[], kind: Token['kind']): Token[][] => {
  const parts: Token[][] = [[]];
  for (const token of tokens)
    if (token.kind === kind) parts.push([]);
    else parts.at(-1)?.push(token);
  return parts.filter((part) => part.length > 0);
};

const isSpan = (token: Token): token is Of<'span'> => token.kind === 'span';
const spanIn = (tokens: readonly Token[]): string | null => tokens.find(isSpan)?.text ?? null;

/** Whom tokens name last; undefined when nobody. */
const lastNamed = (tokens: readonly Token[]): string | null | undefined => {
  const named = tokens.findLast(({ kind }) => kind === 'subject' || kind === 'whole');
  return named === undefined ? undefined : named.kind === 'subject' ? named.name : null;
};

const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

const NOW = /^(?:now|current|currently)$/i;

/** Whether a sentence without a span says that it is of now: nothing is taken over then from a span before it. */
const isOfNow = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ kind, text }, index) =>
      kind === 'plain' &&
      (NOW.test(text) || (/^as$/i.test(text) && /^of$/i.test(tokens[index + 1]?.text ?? ''))),
  );

/** A text's sentences and their clauses, with what each takes over from before it. */
export const sentencesOf = (tokens: readonly Token[]): readonly Sentence[] => {
  let spanBefore: string | null = null;
  return splitAt(tokens, 'sentence').map((sentence) => {
    const own = spanIn(sentence);
    const span: string | null = own ?? (isOfNow(sentence) ? null : spanBefore);
    spanBefore = span;
    let carried: string | null = null;
    const all = subjectsIn({ tokens: sentence });
    const clauses = splitAt(sentence, 'clause').map((clause): Clause => {
      const before = carried;
      const named = lastNamed(clause);
      if (named !== undefined) carried = named;
      const ofClause = spanIn(clause) ?? span;
      return {
        ...{ tokens: clause, carried: before, isSpanOwn: own !== null, named: all },
        span: ofClause === null ? null : lower(ofClause),
      };
    });
    return { clauses };
  });
};

/** Whom a token of a clause is said of: an amount of who follows at once, else of who was named before, else after, else of who is carried. */
export const subjectOf = (clause: Clause, token: Token): string | null => {
  const { tokens, carried } = clause;
  const place = tokens.indexOf(token);
  const next = tokens[place + 1];
  if (token.kind === 'number' && token.unit === 'plain' && next?.kind === 'subject') return next.name;
  const before = lastNamed(tokens.slice(0, place));
  if (before !== undefined) return before;
  const after = tokens.slice(place + 1).find(({ kind }) => kind === 'subject' || kind === 'whole');
  if (after === undefined) return carried;
  return after.kind === 'subject' ? after.name : null;
};

/** Every asset that tokens name. */
export const subjectsIn = ({ tokens }: Pick<Clause, 'tokens'>): readonly string[] =>
  tokens.flatMap((token) => (token.kind === 'subject' ? [token.name] : []));

type Measure = Of<'measure'>;
type Item = Of<'number'> | Of<'time'>;
const isMeasure = (token: Token): token is Measure => token.kind === 'measure';

type Choice = { readonly measure: Measure; readonly distance: number };

const choicesOf = (tokens: readonly Token[], item: Item, isItem: (token: Token) => boolean): Choice[] => {
  const place = tokens.indexOf(item);
  const reach = (part: readonly Token[]): Choice[] => {
    const stop = part.findIndex((token) => isItem(token));
    const measure = (stop === -1 ? part : part.slice(0, stop)).find(isMeasure);
    return measure === undefined ? [] : [{ measure, distance: Math.abs(tokens.indexOf(measure) - place) }];
  };
  return [...reach(tokens.slice(0, place).reverse()), ...reach(tokens.slice(place + 1))];
};

type Pairing = { readonly pairs: ReadonlyMap<Item, Measure>; readonly distance: number };

/** More numbers than these in one clause can't be told apart. */
const ITEMS_MAX = 6;

/** Which number is of which measure: neighbours, each measure of one number, the nearest in all; null where that can't be told. */
export const pairsIn = (
  { tokens }: Clause,
  kind: 'number' | 'time',
  isMeant: (measure: Measure) => boolean,
): ReadonlyMap<Item, Measure> | null => {
  const isItem = (token: Token): token is Item => token.kind === kind;
  const meant = tokens.filter((token) => !isMeasure(token) || isMeant(token));
  const items = meant.filter(isItem);
  if (items.length > ITEMS_MAX) return null;
  let pairings: readonly Pairing[] = [{ pairs: new Map(), distance: 0 }];
  for (const item of items) {
    const choices = choicesOf(meant, item, isItem);
    // One without a measure is told by a way, or is a fault.
    if (choices.length === 0) continue;
    pairings = pairings.flatMap(({ pairs, distance }) =>
      choices
        .filter(({ measure }) => ![...pairs.values()].includes(measure))
        .map((choice) => ({
          pairs: new Map([...pairs, [item, choice.measure] as const]),
          distance: distance + choice.distance,
        })),
    );
  }
  const [first, ...others] = pairings;
  if (first === undefined) return null;
  return others.reduce((best, one) => (one.distance < best.distance ? one : best), first).pairs;
};
