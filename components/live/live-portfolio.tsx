import type { ReactNode } from 'react';
import type { PortfolioPlace } from '../../lib/api/live-dto.ts';
import type { Result } from '../../lib/result.ts';
import { DatabaseTrouble } from '../shell/database-trouble.tsx';
import { Live } from './live.tsx';

/** What a page tells of a portfolio, as of when. */
type Told = {
  readonly readAtSeconds: number;
  readonly version: string;
  readonly portfolio: { readonly id: string };
};

type Props<T extends Told> = {
  readonly place: PortfolioPlace;
  readonly answer: Result<T | null>;
  /** A class that narrows what stands there; it begins at every page's edge. */
  readonly width?: string;
  readonly children: (told: T) => ReactNode;
};

const CHECK_SECONDS = 15;

/** What is told of one portfolio on a page beside its own, kept current; or why it can't be told now. */
export function LivePortfolio<T extends Told>({ place, answer, width = '', children }: Props<T>) {
  const told = answer.ok ? answer.value : null;
  return (
    <Live
      readAtSeconds={told?.readAtSeconds ?? 0}
      version={told?.version ?? null}
      versionUrl={`/api/live?of=${place.chainId}:${place.address}`}
      portfolioId={told?.portfolio.id ?? null}
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
        <div className={width}>
          {told !== null && children(told)}
          {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
        </div>
      </div>
    </Live>
  );
}
