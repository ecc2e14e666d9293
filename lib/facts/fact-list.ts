import type { Figure } from '../performance/figure.ts';
import type { Ratio } from '../performance/returns.ts';
import type { UnixSeconds } from '../result.ts';
import type {
  Fact,
  FactAbsence,
  FactMeasure,
  FactQuality,
  FactRow,
  FactValue,
  FactWord,
  MissingFact,
  Span,
} from './fact.ts';

/** What facts of one kind have in common. */
export type Basis = {
  /** `now`, or the name of the span: the second word of every id. */
  readonly when: string;
  readonly span: Span | null;
  readonly quality: FactQuality;
  readonly rows: readonly FactRow[];
};

/** What tells one fact from others of its measure. */
export type Which = { readonly subject?: string; readonly against?: string; readonly part?: string };

export const usd = (amount: bigint): FactValue => ({ unit: 'usdE18', amount });
export const word = (one: FactWord): FactValue => ({ unit: 'word', word: one });
export const time = (at: UnixSeconds): FactValue => ({ unit: 'time', at });
export const count = (amount: number): FactValue => ({ unit: 'count', amount });
export const bps = (amount: number): FactValue => ({ unit: 'bps', amount });
export const ratioE4 = (ratio: Ratio): FactValue => ({
  unit: 'ratioE4',
  amount: Math.round(ratio * 10_000) + 0,
});

/** A ratio in basis points, to the nearest hundredth; null beyond what a double tells apart. */
export const ratioBps = (ratio: Ratio): FactValue | null => {
  // Not minus nothing.
  const hundredths = Math.round(ratio * 1_000_000) + 0;
  return Number.isSafeInteger(hundredths) ? bps(hundredths / 100) : null;
};

const NONE: Which = {};

/** Gathers facts, and what there is none of. */
export class FactList {
  readonly facts: Fact[] = [];
  readonly missing: MissingFact[] = [];

  private idOf(measure: FactMeasure, when: string, { subject, against, part }: Which): string {
    // A hundred for each portfolio of a fleet: put together without arrays.
    let id = `${measure}.${when}`;
    if (part !== undefined) id += `:${part}`;
    if (against !== undefined) return `${id}:${subject}/${against}`;
    return subject === undefined ? id : `${id}:${subject}`;
  }

  /** A fact, or its absence where there is no value. */
  say(
    measure: FactMeasure,
    value: FactValue | FactAbsence | null,
    { when, span, quality, rows, which = NONE }: Basis & { readonly which?: Which },
  ): void {
    const id = this.idOf(measure, when, which);
    if (value === null || typeof value === 'string') {
      this.missing.push({ id, why: value ?? 'out-of-range' });
      return;
    }
    const { subject = null, against = null } = which;
    this.facts.push({ id, measure, subject, against, span, value, quality, rows });
  }
}

/** What a figure says, or why it says nothing. */
export const ofFigure = <T>(
  { value, absent }: Figure<T>,
  say: (value: T) => FactValue | null,
): FactValue | FactAbsence | null => (absent === null ? say(value) : absent);
