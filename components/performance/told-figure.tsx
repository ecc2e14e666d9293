import type { ReactNode } from 'react';
import type { Absence } from '../../lib/performance/figure.ts';
import { Figure } from '../ui/figure.tsx';
import { ABSENCE_WORDS } from './absence-words.ts';

type Props<T> = {
  readonly label: string;
  readonly told: { readonly value: T | null; readonly absent: Absence | null };
  readonly shownAs: (value: T) => string;
  readonly large?: boolean;
  /** Below it, where there is one. */
  readonly children: ReactNode;
};

/** A figure with what it means, or the reason why there is none. */
export function ToldFigure<T>({ label, told, shownAs, large = false, children }: Props<T>) {
  const { value, absent } = told;
  return value === null ? (
    <Figure label={label} value="–" large={large}>
      {ABSENCE_WORDS[absent ?? 'price-missing']}
    </Figure>
  ) : (
    <Figure label={label} value={shownAs(value)} large={large}>
      {children}
    </Figure>
  );
}
