import type { Fact, FactMeasure, Facts } from '../facts/fact.ts';
import { type Said, said } from './said.ts';

/** Legs and assets of one decision that are told one by one. */
const TOLD_MAX = 4;

type Find = (measure: FactMeasure, subject?: string | null) => Fact | undefined;

const headOf = (find: Find): readonly Said[] => {
  const [at, decision, why, trigger] = [
    ...[find('decided-at'), find('decision'), find('decision-reason'), find('decision-trigger')],
  ];
  if (at === undefined || decision === undefined) return [];
  const told = why ?? trigger;
  return [said('Decided on ', at, ': ', decision, ...(told === undefined ? [] : [': ', told]), '.')];
};

/** A limit in raw units is one of a token that the fact doesn't name, and is not told. */
const limitOf = (find: Find, subject: string | null): readonly Said[] => {
  const [name, actual, allowed] = [
    ...[find('limit-name', subject), find('limit-actual', subject), find('limit-allowed', subject)],
  ];
  if (name === undefined || actual === undefined || allowed === undefined) return [];
  if (actual.value.unit === 'units') return [];
  const of = subject === null ? '' : ` of ${subject}`;
  return [said('For ', name, of, ' ', actual, ' was found, the limit is ', allowed, '.')];
};

const placeOf = (find: Find, subject: string): readonly Said[] => {
  const [weight, target, drift] = [find('weight', subject), find('target', subject), find('drift', subject)];
  if (weight === undefined || target === undefined || drift === undefined) return [];
  return [said(`${subject} had a weight of `, weight, ', a target of ', target, ', a drift of ', drift, '.')];
};

const driftSize = ({ value }: Fact): number => (value.unit === 'bps' ? Math.abs(value.amount) : 0);

const furthest = (facts: readonly Fact[]): string | null =>
  facts
    .filter(({ measure }) => measure === 'drift')
    .reduce<Fact | null>((far, one) => (far === null || driftSize(one) > driftSize(far) ? one : far), null)
    ?.subject ?? null;

const legsOf = (facts: readonly Fact[]): readonly Said[] =>
  facts
    .filter(({ measure }) => measure === 'planned-sale')
    .slice(0, TOLD_MAX)
    .flatMap((sale) => {
      const part = sale.id.slice('planned-sale'.length);
      const [got, worth] = ['planned-purchase', 'planned-value'].map((measure) =>
        facts.find(({ id }) => id === `${measure}${part}`),
      );
      if (got === undefined || worth === undefined) return [];
      return [
        said(
          ...[`For ${sale.against}, `, sale, ' was to be sold with a planned value of ', worth, '; '],
          ...[got, ' was to be bought.'],
        ),
      ];
    });

/** Assets that stand still for another reason than the whole. */
const ownReasons = (facts: readonly Fact[], find: Find): readonly Said[] => {
  const whole = find('decision-reason')?.value;
  const isOther = ({ value }: Fact): boolean =>
    value.unit === 'word' &&
    !(whole?.unit === 'word' && whole.word === value.word) &&
    value.word !== 'in-band';
  return facts
    .filter((fact) => fact.measure === 'asset-reason' && isOther(fact))
    .slice(0, TOLD_MAX)
    .map((fact) => said(`For ${fact.subject}: `, fact, '.'));
};

const tail = (find: Find): readonly Said[] => {
  const [error, cost, next] = [find('tracking-error'), find('expected-cost'), find('next-look-at')];
  return [
    ...(error === undefined ? [] : [said('The tracking error was ', error, '.')]),
    ...(cost === undefined ? [] : [said('The expected cost was ', cost, '.')]),
    ...(next === undefined ? [] : [said('Next look ', next, '.')]),
  ];
};

/** Why one decision was taken, in sentences of its own facts: what, why, by which limit, and where the asset stood that was furthest out. */
export const decisionSentences = ({ facts }: Pick<Facts, 'facts'>): readonly Said[] => {
  const find: Find = (measure, subject = null) =>
    facts.find(
      (fact) => fact.measure === measure && fact.subject === subject && !fact.id.includes(':dropped-'),
    );
  const far = furthest(facts);
  return [
    ...headOf(find),
    ...limitOf(find, null),
    ...(far === null ? [] : [...placeOf(find, far), ...limitOf(find, far)]),
    ...legsOf(facts),
    ...ownReasons(facts, find),
    ...tail(find),
  ];
};
