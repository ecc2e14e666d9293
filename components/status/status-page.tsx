import type { StatusDto } from '../../lib/api/status-dto.ts';
import type { RecordedTick } from '../../lib/ledger/system-record.ts';
import { Age, LiveStatus } from '../live/live.tsx';
import { Figure } from '../ui/figure.tsx';
import { formatCount, formatSpan } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Word } from '../ui/word.tsx';
import { TickStrip } from './tick-strip.tsx';

/** The whole system in one word. */
function SystemWord({ status }: { readonly status: StatusDto }) {
  if (status.halted !== null)
    return (
      <Word tone="stop" icon="stop" strong>
        Halted
      </Word>
    );
  if (status.bot.stale)
    return (
      <Word tone="warn" icon="warning" strong>
        The bot is not running
      </Word>
    );
  if (status.lastTick !== null && status.lastTick.error !== null)
    return (
      <Word tone="warn" icon="warning" strong>
        The last tick failed
      </Word>
    );
  return (
    <Word tone="good" icon="check" strong>
      All is running
    </Word>
  );
}

function Figures({ status }: { readonly status: StatusDto }) {
  const { lastTick, bot } = status;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-6 lg:grid-cols-4">
      <div>
        <dt className="text-ink-soft">Last tick</dt>
        <dd className="text-xl leading-8 tracking-tight">
          {bot.lastTickAtSeconds === null ? (
            'never'
          ) : (
            <>
              <Age atSeconds={bot.lastTickAtSeconds} /> ago
            </>
          )}
        </dd>
        <dd className="text-ink-soft">
          one is expected every <span className="whitespace-nowrap">{formatSpan(bot.intervalSeconds)}</span>
        </dd>
      </div>
      <Figure
        label="It took"
        value={lastTick?.durationMs == null ? '–' : `${formatCount(lastTick.durationMs)} ms`}
      >
        {lastTick === null ? 'no tick yet' : `called by ${lastTick.source}`}
      </Figure>
      <Figure label="It looked at" value={lastTick === null ? '–' : formatCount(lastTick.checked)}>
        {lastTick === null
          ? 'no tick yet'
          : `${lastTick.held} held, ${lastTick.acted} acted, ${lastTick.failed} failed, ${lastTick.remaining} still due`}
      </Figure>
      <Figure label="Database" value={`${formatCount(status.databaseMs)} ms`}>
        for all the reads of this page
      </Figure>
    </dl>
  );
}

const HEADS = ['Began', 'Outcome', 'Called by', 'Took', 'Looked at', 'Held', 'Acted', 'Failed'];
const NUMBERS = HEADS.slice(3);

/** What became of a tick; nothing yet of one that still runs. */
function TickOutcome({ tick: { error, durationMs } }: { readonly tick: RecordedTick }) {
  if (error !== null)
    return (
      <Word tone="warn" icon="warning">
        {error.replaceAll('-', ' ')}
      </Word>
    );
  if (durationMs === null) return <span className="text-ink-soft">runs now</span>;
  return (
    <Word tone="good" icon="check">
      ok
    </Word>
  );
}

function TickRow({ tick }: { readonly tick: RecordedTick }) {
  const cell = 'py-1.5 pr-4 text-right';
  return (
    <tr className="border-t border-line">
      <td className="py-1.5 pr-4 whitespace-nowrap">
        <Age atSeconds={tick.startedAtSeconds} /> ago
      </td>
      <td className="py-1.5 pr-4">
        <TickOutcome tick={tick} />
      </td>
      <td className="py-1.5 pr-4">{tick.source}</td>
      <td className={cell}>{tick.durationMs === null ? '–' : `${formatCount(tick.durationMs)} ms`}</td>
      <td className={cell}>{tick.checked}</td>
      <td className={cell}>{tick.held}</td>
      <td className={cell}>{tick.acted}</td>
      <td className={cell}>{tick.failed}</td>
    </tr>
  );
}

function Ticks({ ticks }: { readonly ticks: readonly RecordedTick[] }) {
  return (
    <Section title="Last ticks" empty="None yet. Any scheduler calls /api/balance, or npm run bot on a host.">
      {ticks.length > 0 && (
        <Scrolling label="Last ticks, as a table">
          <table className="w-full min-w-[42rem] text-left">
            <TableHead heads={HEADS} numbers={NUMBERS} />
            <tbody>
              {ticks.map((tick) => (
                <TickRow key={`${tick.startedAtSeconds}-${tick.source}-${tick.durationMs}`} tick={tick} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
    </Section>
  );
}

const ROW = 'flex flex-wrap justify-between gap-x-4 border-t border-line py-2';

function Parts({ status }: { readonly status: StatusDto }) {
  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-3">
      <Section title="Chains" note="how far the index reaches" empty="None settled yet.">
        {status.chains.map(({ chainId, blockNumber, movedAtSeconds }) => (
          <p key={chainId} className={ROW}>
            <span>
              Chain {chainId}, block {formatCount(blockNumber)}
            </span>
            <span className="text-ink-soft">
              moved <Age atSeconds={movedAtSeconds} /> ago
            </span>
          </p>
        ))}
      </Section>
      <Section title="Price sources" note="of the last looks" empty="No look yet.">
        {status.priceSources.map(({ source, assets, ageSecondsMax }) => (
          <p key={source} className={ROW}>
            <span>
              {source}, {assets} assets
            </span>
            <span className="text-ink-soft">at most {formatSpan(ageSecondsMax)} old then</span>
          </p>
        ))}
      </Section>
      <Section title="Signers" note="of portfolios you may see" empty="None that you may see.">
        {status.signers.map(({ address, portfolios }) => (
          <p key={address} className={ROW}>
            <Hex hex={address} kind="address" copy />
            <span className="text-ink-soft">
              {portfolios === 1 ? '1 portfolio' : `${portfolios} portfolios`}
            </span>
          </p>
        ))}
      </Section>
    </div>
  );
}

/** Whether everything runs, and what didn't in the last day. No amount is in it. */
export function StatusPage({ status }: { readonly status: StatusDto }) {
  return (
    <>
      <header>
        <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1">
          <h1 className="text-2xl font-semibold tracking-tight">Status</h1>
          <LiveStatus />
        </div>
        <p className="mt-4 border-y border-line py-3 text-sm">
          <SystemWord status={status} />
        </p>
      </header>
      <Figures status={status} />
      <div className="space-y-8">
        <Section title="Ticks of the last 24 hours" note="a mark a quarter of an hour">
          <TickStrip strip={status.strip} />
        </Section>
        <Parts status={status} />
        <Ticks ticks={status.recentTicks} />
      </div>
      <p className="mt-8 border-t border-line pt-3 text-ink-soft">
        For programs:{' '}
        <a className="underline" href="/docs/api">
          the API
        </a>
        .{' '}
        <a className="underline" href="/usdc">
          What USDC earns
        </a>{' '}
        in vaults.
      </p>
    </>
  );
}
