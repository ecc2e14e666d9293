import type { StripSlotDto, StripState } from '../../lib/api/status-dto.ts';
import { formatInstant } from '../ui/format.ts';

type Mark = { readonly word: string; readonly fill: string; readonly height: number };

/** Told apart by height as well as by colour: what is missing is a gap with a foot. */
const MARKS: Readonly<Record<StripState, Mark>> = {
  ok: { word: 'ticks ran', fill: 'var(--good)', height: 28 },
  partial: { word: 'some ticks failed', fill: 'var(--warn)', height: 20 },
  failed: { word: 'every tick failed', fill: 'var(--stop)', height: 12 },
  missing: { word: 'ticks are missing', fill: 'var(--stop)', height: 3 },
  idle: { word: 'none was due', fill: 'var(--line)', height: 3 },
};

const ORDER: readonly StripState[] = ['ok', 'partial', 'failed', 'missing', 'idle'];
const GAP = 1.5;

const inWords = (strip: readonly StripSlotDto[]): string =>
  ORDER.flatMap((state) => {
    const count = strip.filter((slot) => slot.state === state).length;
    return count === 0 ? [] : [`${count} of ${strip.length}: ${MARKS[state].word}`];
  }).join('; ');

const clock = (seconds: number): string => formatInstant(seconds).slice(-9);

/** The ticks of the last 24 hours, a mark a quarter of an hour. */
export function TickStrip({ strip }: { readonly strip: readonly StripSlotDto[] }) {
  const width = 100 / strip.length;
  const troubled = strip.filter(({ state }) => state !== 'ok' && state !== 'idle');
  return (
    <div>
      <svg
        role="img"
        aria-label={`Quarters of an hour of the last 24 hours. ${inWords(strip)}`}
        width="100%"
        height="30"
        className="block border-b border-line"
      >
        {strip.map(({ fromSeconds, state, ticks, failed }, index) => (
          <rect
            key={fromSeconds}
            x={`${(index * width).toFixed(3)}%`}
            y={30 - MARKS[state].height}
            width={`${Math.max(0.2, width - GAP / 10).toFixed(3)}%`}
            height={MARKS[state].height}
            fill={MARKS[state].fill}
          >
            <title>{`${formatInstant(fromSeconds)}: ${MARKS[state].word}, ${ticks} ran, ${failed} failed`}</title>
          </rect>
        ))}
      </svg>
      <p className="flex justify-between pt-1 text-ink-soft">
        <span>24 h ago, {clock(strip[0]?.fromSeconds ?? 0)}</span>
        <span>now</span>
      </p>
      <details className="pt-1">
        <summary className="cursor-pointer py-1.5 text-accent">
          View as table:{' '}
          {troubled.length === 0
            ? 'nothing missing or failed'
            : `${troubled.length} ${troubled.length === 1 ? 'quarter' : 'quarters'} of an hour with trouble`}
        </summary>
        <table className="w-full text-left">
          <caption className="sr-only">
            Quarters of an hour with missing or failed ticks, oldest first
          </caption>
          <thead className="text-ink-soft">
            <tr>
              <th scope="col" className="font-normal">
                From
              </th>
              <th scope="col" className="font-normal">
                What happened
              </th>
              <th scope="col" className="text-right font-normal">
                Ran
              </th>
              <th scope="col" className="text-right font-normal">
                Failed
              </th>
            </tr>
          </thead>
          <tbody>
            {troubled.map(({ fromSeconds, state, ticks, failed }) => (
              <tr key={fromSeconds} className="border-t border-line">
                <td className="py-1">{formatInstant(fromSeconds)}</td>
                <td>{MARKS[state].word}</td>
                <td className="text-right">{ticks}</td>
                <td className="text-right">{failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
