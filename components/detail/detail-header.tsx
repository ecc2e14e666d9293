import type { ReactNode } from 'react';
import type { PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import { Age, Countdown, LiveStatus } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { ReasonLine } from '../portfolio/reason-line.tsx';
import { Hex } from '../ui/hex.tsx';

type Props = {
  readonly detail: PortfolioDetailDto;
  /** What can be done here. */
  readonly children: ReactNode;
};

const NOT_LOOKED_AT = 'The bot has not looked at this portfolio yet. It does at its next tick.';

function LookedAt({ detail }: { readonly detail: PortfolioDetailDto }) {
  const { look, state, stateDetail, nextTurnAtSeconds } = detail.portfolio;
  const isHaltedSince = detail.halted !== null && look?.isHalted === false;
  return (
    <ReasonLine
      state={state}
      detail={stateDetail}
      why={`${isHaltedSince ? 'Trading has been stopped since this look. ' : ''}${look?.why ?? NOT_LOOKED_AT}`}
    >
      {look !== null && (
        <>
          looked <Age atSeconds={look.lookedAtSeconds} /> ago
        </>
      )}
      {nextTurnAtSeconds !== null && (
        <>
          {' · next look '}
          <Countdown atSeconds={nextTurnAtSeconds} />
        </>
      )}
    </ReasonLine>
  );
}

/** Which portfolio, where it is, what it is doing and why, and when it is looked at again. */
export function DetailHeader({ detail, children }: Props) {
  const { portfolio } = detail;
  return (
    <header>
      <div className="flex flex-wrap justify-between gap-x-8">
        <BackLink href="/portfolios">Portfolios</BackLink>
        <LiveStatus />
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 pt-1 pb-4">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{portfolio.name}</h1>
          <p className="flex flex-wrap items-center gap-x-2 pt-1 text-ink-soft">
            {portfolio.holder !== null && (
              <>
                keeps its own tokens at <Hex hex={portfolio.holder} kind="address" copy /> · traded by
              </>
            )}
            <Hex hex={portfolio.address} kind="address" copy /> · chain {portfolio.chainId}
            {portfolio.policyText !== null && <> · {portfolio.policyText}</>}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">{children}</div>
      </div>
      <LookedAt detail={detail} />
    </header>
  );
}
