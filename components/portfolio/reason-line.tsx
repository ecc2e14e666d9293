import type { ReactNode } from 'react';
import type { PortfolioState } from '../../lib/api/portfolio-dto.ts';
import { unbroken } from '../ui/format.ts';
import { StateWord } from './state-word.tsx';

type Props = {
  readonly state: PortfolioState;
  readonly detail: string | null;
  /** The decision in one plain sentence. */
  readonly why: string;
  /** When that was, and what comes next. */
  readonly children: ReactNode;
};

/** What is being done with a portfolio, why, and since when: one line under its name. */
export function ReasonLine({ state, detail, why, children }: Props) {
  return (
    <div className="flex flex-col gap-x-4 gap-y-1 border-y border-line py-3 text-sm lg:flex-row lg:items-baseline">
      <StateWord state={state} detail={detail} />
      <p className="min-w-0 flex-1 text-pretty">{unbroken(why)}</p>
      <p className="whitespace-nowrap text-ink-soft">{children}</p>
    </div>
  );
}
