import type { ReactNode } from 'react';
import { PORTFOLIO_STATES } from '../../lib/api/portfolio-words.ts';
import { HistoryCharts } from '../charts/history-charts.tsx';
import { Age, Countdown, LiveClock } from '../live/live.tsx';
import { AllocationStrip } from '../portfolio/allocation-strip.tsx';
import { AssetVerdict } from '../portfolio/asset-verdict.tsx';
import { BandBar } from '../portfolio/band-bar.tsx';
import { LastFills } from '../portfolio/fill-list.tsx';
import { StateWord } from '../portfolio/state-word.tsx';
import { OpenTrades } from '../portfolio/trade-list.tsx';
import { DatabaseTrouble } from '../shell/database-trouble.tsx';
import { TopBanner } from '../shell/top-banner.tsx';
import { TickStrip } from '../status/tick-strip.tsx';
import { SampleAccount } from './sample-account.tsx';
import { ACCOUNT, ASSETS, FILLS, HALT, LOOK, SERIES, STRIP, TRADES } from './samples.ts';
import { States, UI_PARTS } from './ui-parts.tsx';

const READ_AT = LOOK.lookedAtSeconds;
/** Nothing is read here: the clock only counts. */
const STANDING = {
  readAtSeconds: READ_AT,
  readAtMs: 0,
  way: 'asking',
  intervalSeconds: 5,
  reachable: true,
} as const;
const RUNNING = { lastTickAtSeconds: READ_AT, lastTickAgeSeconds: 3, intervalSeconds: 60, stale: false };

function Part({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section aria-label={name} data-part={name} className="border-t border-line py-6">
      <h2 className="pb-3 font-semibold">{name}</h2>
      {children}
    </section>
  );
}

const isOutside = (standing: (typeof ASSETS)[number]['standing']): boolean =>
  standing === 'over' || standing === 'under';

function Bars({ size }: { readonly size: 'strip' | 'row' | 'share' }) {
  return (
    <div className="space-y-2">
      {ASSETS.map((asset) => (
        <div
          key={asset.token}
          className="grid grid-cols-[9rem_1fr_14rem] items-center gap-4 max-sm:grid-cols-1"
        >
          <span className="text-ink-soft">{asset.note}</span>
          <BandBar
            name={asset.symbol}
            targetBps={asset.targetBps}
            actualBps={asset.weightBps}
            afterBps={asset.afterOrdersBps}
            band={asset.band}
            isOutside={isOutside(asset.standing)}
            places={1}
            size={size}
          />
          <span>
            <AssetVerdict asset={asset} />
          </span>
        </div>
      ))}
    </div>
  );
}

function Banners() {
  return (
    <Part name="Banners">
      <TopBanner bot={RUNNING} halted={HALT} simulated={false} />
      <TopBanner bot={{ ...RUNNING, lastTickAgeSeconds: 720, stale: true }} halted={null} simulated={false} />
      <TopBanner
        bot={{ ...RUNNING, lastTickAgeSeconds: null, stale: true }}
        halted={null}
        simulated={false}
      />
      <TopBanner bot={RUNNING} halted={null} simulated />
    </Part>
  );
}

function Lists() {
  return (
    <Part name="Lists, filled and empty">
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <OpenTrades trades={TRADES} state="order-open" href="" />
        <LastFills fills={FILLS} count={14} state="order-open" href="" chainId={31_337} />
        {PORTFOLIO_STATES.map((state) => (
          <div key={state}>
            <p className="pb-1">
              <StateWord state={state} detail={state === 'waiting' ? 'cooldown' : null} />
            </p>
            <OpenTrades trades={[]} state={state} href="" />
            <LastFills fills={[]} count={0} state={state} href="" chainId={31_337} />
          </div>
        ))}
      </div>
    </Part>
  );
}

const OPERATOR = { ...ACCOUNT, role: 'operator' } as const;

/** Of the slot that says who is signed in; while that is asked for, it keeps its place and is empty. */
const ACCOUNT_STATES = {
  'signed in': <SampleAccount session={ACCOUNT} />,
  operator: <SampleAccount session={OPERATOR} />,
  opened: <SampleAccount session={OPERATOR} open />,
  'sign-out failed': (
    <SampleAccount
      session={ACCOUNT}
      said="The server does not answer: it may still hold you to be signed in. Try again."
    />
  ),
  'signed out': <SampleAccount session={{ kind: 'out', why: null }} />,
  'signed out here': <SampleAccount session={{ kind: 'out', why: 'signed-out' }} />,
  ended: <SampleAccount session={{ kind: 'out', why: 'ended' }} />,
  'other account': <SampleAccount session={{ kind: 'out', why: 'other-account' }} />,
};

function Charts() {
  return (
    <Part name="Charts">
      <HistoryCharts series={SERIES} view={{ span: 'all', orders: null }} href="" />
      <div className="pt-6">
        <HistoryCharts series={null} view={{ span: 'week', orders: null }} href="" />
      </div>
      <div className="pt-6">
        <TickStrip strip={STRIP} />
      </div>
    </Part>
  );
}

/** Every component in every state it can be in, with invented values. */
export function Gallery() {
  return (
    <LiveClock read={STANDING}>
      <h1 className="pb-6 text-2xl font-semibold tracking-tight">Gallery</h1>
      <Banners />
      <Part name="Band bar, in a row">
        <Bars size="row" />
      </Part>
      <Part name="Band bar, in a list">
        <Bars size="strip" />
      </Part>
      <Part name="Band bar, on a card">
        <Bars size="share" />
      </Part>
      <Part name="Made of">
        <div className="max-w-md">
          <AllocationStrip look={LOOK} />
        </div>
      </Part>
      <Part name="Times">
        <p className="flex flex-wrap items-center gap-4">
          <span>
            looked <Age atSeconds={READ_AT - 18} /> ago, next <Countdown atSeconds={READ_AT + 220} />
          </span>
          <span>
            next <Countdown atSeconds={READ_AT} />
          </span>
          <Countdown atSeconds={READ_AT - 200} />
        </p>
      </Part>
      {Object.entries(UI_PARTS).map(([name, states]) => (
        <Part key={name} name={name}>
          <States states={states} />
        </Part>
      ))}
      <Part name="Account">
        <States states={ACCOUNT_STATES} />
      </Part>
      <Charts />
      <Lists />
      <Part name="Troubles">
        <DatabaseTrouble message="The database did not answer." />
      </Part>
    </LiveClock>
  );
}
