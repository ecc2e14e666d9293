'use client';

import { FACT_SPANS, type FactSpan } from '../../lib/facts/portfolio-read.ts';
import { FIELD } from '../ui/field.ts';
import { useListening } from '../ui/use-listening.ts';

const WORDS: Readonly<Record<FactSpan, string>> = {
  '24h': 'of 24 hours',
  '7d': 'of 7 days',
  '30d': 'of 30 days',
  '90d': 'of 90 days',
};

type Props = { readonly span: FactSpan; readonly onChoose: (span: FactSpan) => void };

/** Over which time facts are told. */
export function SpanChoice({ span, onChoose }: Props) {
  const isListening = useListening();
  return (
    <select
      aria-label="Time that the facts are of"
      value={span}
      disabled={!isListening}
      onChange={({ target }) => onChoose(FACT_SPANS.find((each) => each === target.value) ?? span)}
      className={`${FIELD} text-ink`}
    >
      {FACT_SPANS.map((each) => (
        <option key={each} value={each}>
          {WORDS[each]}
        </option>
      ))}
    </select>
  );
}
