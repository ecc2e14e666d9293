import type { Fact, FactMeasure, Facts } from '../../../facts/fact.ts';
import { compared, exactOf, isAmountOf } from './amounts.ts';
import { lex, type Token } from './tokens.ts';

// A second reader of texts about facts, written from facts and texts alone by who had not seen the first. It shares nothing with it: neither its
// words, nor its way to read, nor its arithmetic. What both let through, two have read.

type Named<K extends Token['is']> = Extract<Token, { readonly is: K }>;
type Scope =
  | { readonly is: 'now' }
  | { readonly is: 'span'; readonly span: Named<'span'> }
  | { readonly is: 'decision'; readonly ids: readonly string[] };

/** The id of the decision that a fact is of; null for what is said of now or a span. */
const decisionOf = ({ id }: Fact): string | null => /^[a-z-]+:([^:]+)/.exec(id)?.[1] ?? null;

/** What facts of one leg, one limit or one asset of a decision have in common. */
const groupOf = ({ id }: Fact): string => id.slice(id.indexOf(':'));

const down = (seconds: number, step: number): number => Math.floor(seconds / step);
const isAt = (seconds: number, at: number, isDay: boolean): boolean =>
  down(seconds, isDay ? 86_400 : 60) === down(at, isDay ? 86_400 : 60);

const isIn = (fact: Fact, scope: Scope): boolean => {
  const decision = decisionOf(fact);
  if (scope.is === 'decision') return decision !== null && scope.ids.includes(decision);
  if (scope.is === 'now') return decision === null && fact.span === null;
  const { from, to, isDay } = scope.span;
  return fact.span !== null && isAt(fact.span.from, from, isDay) && isAt(fact.span.to, to, isDay);
};

const splitAt = (tokens: readonly Token[], is: Token['is']): readonly Token[][] => {
  const parts: Token[][] = [[]];
  for (const token of tokens)
    if (token.is === is) parts.push([]);
    else parts.at(-1)?.push(token);
  return parts.filter((part) => part.length > 0);
};

const isOf =
  <K extends Token['is']>(...kinds: readonly K[]) =>
  (token: Token | undefined): token is Named<K> =>
    token !== undefined && (kinds as readonly string[]).includes(token.is);

/** One sentence as it is judged: what it is about, and which legs or limits its figures can all be of. */
class Sentence {
  readonly faults: string[] = [];
  private groups: ReadonlySet<string> | null = null;
  private readonly used = new Set<Token>();
  private readonly units = new Set<Token>();

  private readonly facts: readonly Fact[];
  private readonly tokens: readonly Token[];
  private readonly scope: Scope;

  constructor(facts: readonly Fact[], tokens: readonly Token[], scope: Scope) {
    this.facts = facts;
    this.tokens = tokens;
    this.scope = scope;
    for (const [at, token] of tokens.entries()) {
      const next = tokens[at + 1];
      if (token.is === 'number' && token.unit === '' && next?.is === 'name') this.units.add(next);
    }
  }

  private fault(what: string): void {
    this.faults.push(what);
  }

  /** The asset, or null for the portfolio, that is spoken of before a token. */
  private subjectBefore(token: Token): string | null {
    const before = this.tokens.slice(0, this.tokens.indexOf(token)).filter((one) => !this.units.has(one));
    const last = before.filter(isOf('name', 'whole')).at(-1);
    return last?.is === 'name' ? last.name : null;
  }

  private of(measures: readonly FactMeasure[], subject: string | null): readonly Fact[] {
    return this.facts.filter(
      (fact) => measures.includes(fact.measure) && fact.subject === subject && isIn(fact, this.scope),
    );
  }

  /** The label that a number is told under: the nearest before it in its part, else the nearest after, each for one number. */
  private labelOf(part: readonly Token[], number: Token): Named<'label'> | null {
    const at = part.indexOf(number);
    const until = (tokens: readonly Token[]): readonly Token[] => {
      const other = tokens.findIndex((token) => token.is === 'number' || token.is === 'time');
      return other < 0 ? tokens : tokens.slice(0, other);
    };
    const isFree = (token: Token): token is Named<'label'> => token.is === 'label' && !this.used.has(token);
    const before = until(part.slice(0, at).reverse()).find(isFree);
    const found = before ?? until(part.slice(at + 1)).find(isFree) ?? null;
    if (found !== null) this.used.add(found);
    return found;
  }

  private keepGroups(facts: readonly Fact[]): boolean {
    const found = new Set(facts.map(groupOf));
    const kept = [...found].filter((group) => this.groups === null || this.groups.has(group));
    this.groups = new Set(kept);
    return kept.length > 0;
  }

  private namesIn(): readonly string[] {
    return this.tokens.filter(isOf('name')).map(({ name }) => name);
  }

  /** Facts of a leg: sold of the one for the other, both named in the sentence; a number's own token is the right one of them. */
  private ofLeg(measure: FactMeasure, unitName: string | null): readonly Fact[] {
    const names = this.namesIn();
    return this.facts.filter((fact) => {
      const own = measure === 'planned-purchase' ? fact.against : fact.subject;
      const isNamed = names.includes(fact.subject ?? '') && names.includes(fact.against ?? '');
      const isOwn = unitName === null ? measure === 'planned-value' : own === unitName;
      return fact.measure === measure && isIn(fact, this.scope) && isNamed && isOwn;
    });
  }

  /** Facts of the limit that the sentence names. */
  private ofLimit(measure: FactMeasure, subject: string | null): readonly Fact[] {
    const limit = this.tokens.find(isOf('limit'));
    const named = this.facts
      .filter(({ measure: one, value }) => one === 'limit-name' && value.unit === 'word')
      .filter(({ value }) => value.unit === 'word' && value.word === limit?.name)
      .map(groupOf);
    return this.of([measure], subject).filter((fact) => named.includes(groupOf(fact)));
  }

  private ofPair(measures: readonly FactMeasure[], number: Token): readonly Fact[] {
    const before = this.tokens.slice(0, this.tokens.indexOf(number)).filter(isOf('name'));
    const pair = before.slice(-2).map(({ name }) => name);
    return this.facts.filter(
      ({ measure, subject, against, ...fact }) =>
        measures.includes(measure) &&
        [subject, against].sort().join() === pair.sort().join() &&
        isIn({ measure, subject, against, ...fact }, this.scope),
    );
  }

  private candidates(
    measures: readonly FactMeasure[],
    number: Named<'number' | 'time'>,
    unit: string | null,
  ): readonly Fact[] {
    const [measure] = measures;
    if (measure === undefined) return [];
    if (measure.startsWith('planned-')) return this.ofLeg(measure, unit);
    const subject = unit ?? this.subjectBefore(number);
    if (measure.startsWith('limit-')) return this.ofLimit(measure, subject);
    if (measure === 'correlation') return unit === null ? this.ofPair(measures, number) : [];
    return this.of(measures, subject).filter(({ value }) => (value.unit === 'units') === (unit !== null));
  }

  private isGrouped(measures: readonly FactMeasure[]): boolean {
    return measures.some(
      (one) => one.startsWith('planned-') || one === 'limit-actual' || one === 'limit-allowed',
    );
  }

  private judgeNumber(part: readonly Token[], number: Named<'number'>): void {
    const way = part.slice(0, part.indexOf(number)).filter(isOf('way')).at(-1);
    const label = this.labelOf(part, number);
    const next = this.tokens[this.tokens.indexOf(number) + 1];
    const unit = next?.is === 'name' && this.units.has(next) ? next.name : null;
    const measures = label?.measures ?? [];
    if (way !== undefined) {
      this.judgeMove(way, label, number);
      return;
    }
    const right = this.candidates(measures, number, unit).filter((fact) => isAmountOf(fact, number));
    if (right.length === 0) this.fault(`${measures.join()} ${number.value.digits} ${number.unit}`);
    else if (this.isGrouped(measures) && !this.keepGroups(right)) this.fault(`${measures.join()} of another`);
  }

  /** What a rise or fall is told of: the price of an asset, the return of the whole. */
  private movedBy(label: Named<'label'> | null, subject: string | null): readonly FactMeasure[] {
    const [measure] = label?.measures ?? [];
    if (subject !== null)
      return measure === undefined || measure === 'price' || measure === 'price-change'
        ? ['price-change']
        : [];
    return measure === undefined || measure === 'return' || measure === 'value' ? ['return'] : [];
  }

  private judgeMove(
    way: Named<'way'>,
    label: Named<'label'> | null,
    number: Named<'number'> | null = null,
  ): void {
    const subject = this.subjectBefore(way);
    const right = this.of(this.movedBy(label, subject), subject).filter((fact) => {
      const digits = exactOf(fact)?.digits ?? 0n;
      const isThatWay = way.sign === 1 ? digits > 0n : digits < 0n;
      return isThatWay && (number === null || isAmountOf(fact, number, true));
    });
    if (right.length === 0) this.fault(`moved ${way.sign}`);
  }

  private judgeThan(part: readonly Token[], than: Named<'than'>): void {
    const at = part.indexOf(than);
    const [before, after] = [part.slice(0, at), part.slice(at + 1)];
    const left = before.filter(isOf('label')).at(-1);
    const right = after.find(isOf('label')) ?? left;
    const subject = this.subjectBefore(than);
    const other = after.find(isOf('name'))?.name ?? subject;
    const [one] = left === undefined ? [] : this.of(left.measures, subject);
    const [two] = right === undefined ? [] : this.of(right.measures, other);
    if (one === undefined || two === undefined || one === two || compared(one, two) !== than.sign)
      this.fault(`comparison ${than.sign}`);
  }

  private judgeMost(part: readonly Token[], most: Named<'most'>): void {
    const label = part.slice(part.indexOf(most)).find(isOf('label'));
    const subject = this.subjectBefore(most);
    const all = this.facts.filter(
      (fact) =>
        label?.measures.includes(fact.measure) === true && fact.subject !== null && isIn(fact, this.scope),
    );
    const own = all.find((fact) => fact.subject === subject);
    const others = all.filter((fact) => fact !== own);
    if (own === undefined || others.length === 0) this.fault('the most of nothing');
    else if (others.some((other) => compared(own, other) !== most.sign))
      this.fault(`not the most ${most.sign}`);
  }

  private judgeWord({ measures, words }: Named<'word'>, token: Token): void {
    const right = this.of(measures, this.subjectBefore(token)).some(
      ({ value }) => value.unit === 'word' && words.includes(value.word),
    );
    if (!right) this.fault(`word ${words.join()}`);
  }

  private judgeTime(part: readonly Token[], time: Named<'time'>, asOf: number): void {
    const before = part[part.indexOf(time) - 1];
    if (before?.is === 'as-of') {
      if (!isAt(asOf, time.at, time.isDay)) this.fault('as of another time');
      return;
    }
    const right = this.of(this.labelOf(part, time)?.measures ?? [], null).some(
      ({ value }) => value.unit === 'time' && isAt(value.at, time.at, time.isDay),
    );
    if (!right) this.fault(`time ${time.at}`);
  }

  private judgeToken(part: readonly Token[], token: Token, asOf: number): void {
    if (token.is === 'number') this.judgeNumber(part, token);
    else if (token.is === 'time') this.judgeTime(part, token, asOf);
    else if (token.is === 'word') this.judgeWord(token, token);
    else if (token.is === 'than') this.judgeThan(part, token);
    else if (token.is === 'most') this.judgeMost(part, token);
    else if (token.is === 'way' && !part.some(isOf('number')))
      this.judgeMove(token, part.slice(0, part.indexOf(token)).filter(isOf('label')).at(-1) ?? null);
  }

  judge(asOf: number): readonly string[] {
    for (const part of splitAt(this.tokens, 'cut'))
      for (const token of part) this.judgeToken(part, token, asOf);
    if (this.tokens.filter(isOf('span', 'now', 'as-of')).length > 1) this.fault('two times in one sentence');
    return this.faults;
  }
}

const decidedAt = (facts: readonly Fact[], { at, isDay }: Named<'time'>): readonly string[] =>
  facts.flatMap((fact) =>
    fact.measure === 'decided-at' && fact.value.unit === 'time' && isAt(fact.value.at, at, isDay)
      ? [decisionOf(fact) ?? '']
      : [],
  );

const isDecided = (token: Token): boolean =>
  token.is === 'label' && token.measures.some((measure) => measure === 'decided-at');

/** What a sentence is said of: its own span or moment, else the decision that was last named. */
const scopeOf = (facts: readonly Fact[], tokens: readonly Token[], last: Scope): Scope => {
  const time = tokens.find(isOf('time'));
  if (tokens.some(isDecided) && time !== undefined) return { is: 'decision', ids: decidedAt(facts, time) };
  const span = tokens.find(isOf('span'));
  if (span !== undefined) return { is: 'span', span };
  return tokens.some(isOf('now', 'as-of')) ? { is: 'now' } : last;
};

/** Whatever in a text about facts they don't hold, in words for who looks for it; nothing where all of it is held. */
export const readAgain = ({ facts, asOf }: Facts, text: string): readonly string[] => {
  const names = new Set(
    facts.flatMap(({ subject, against }) => [subject, against].filter((one) => one !== null)),
  );
  const { tokens, unread } = lex(text, [...names]);
  let last: Scope = { is: 'now' };
  const faults = splitAt(tokens, 'end').flatMap((sentence) => {
    const scope = scopeOf(facts, sentence, last);
    if (scope.is === 'decision') last = scope;
    return new Sentence(facts, sentence, scope).judge(asOf);
  });
  return [...unread.map((word) => `unread ${word}`), ...faults];
};
