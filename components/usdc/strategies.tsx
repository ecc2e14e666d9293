import type { ComparedSpanDto, StrategiesDto } from '../../lib/api/strategies.ts';
import { formatDay, formatUsd, formatUsdDifference, unbroken } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';

const WAYS = {
  ours: { name: 'Our decision', note: 'as a look of each day would have decided' },
  staying: { name: 'Always stay', note: 'where the thirty days before paid most' },
  chaser: { name: 'Chase the highest promise', note: 'all of it, every day, whatever it costs' },
} as const;

type Ways = ComparedSpanDto['ways'];

function Row({ one, ways }: { readonly one: Ways[number]; readonly ways: Ways }) {
  const { name, note } = WAYS[one.way];
  const stayed = ways.find(({ way }) => way === 'staying')?.earnedUsd ?? '0';
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2.5 pr-6 text-left align-top font-normal">
        <p className="font-semibold">{name}</p>
        <p className="text-pretty text-ink-soft">{note}</p>
      </th>
      <td className="py-2.5 pr-6 text-right align-top whitespace-nowrap">{formatUsd(one.earnedUsd)}</td>
      <td className="py-2.5 pr-6 text-right align-top whitespace-nowrap">
        {one.way === 'staying' ? '–' : formatUsdDifference(one.earnedUsd, stayed)}
      </td>
      <td className="py-2.5 pr-6 text-right align-top whitespace-nowrap">{formatUsd(one.costUsd)}</td>
      <td className="py-2.5 text-right align-top">{one.moves}</td>
    </tr>
  );
}

function Span({ span }: { readonly span: ComparedSpanDto }) {
  const { days, why, ways, fromSeconds, toSeconds, vaults } = span;
  return (
    <div>
      <h3 className="pb-1 text-ink-soft">
        The last {days} days
        {fromSeconds !== null && toSeconds !== null && (
          <>
            , {formatDay(fromSeconds)} to {formatDay(toSeconds - 1)}, {vaults} vaults
          </>
        )}
      </h3>
      {why !== null ? (
        <p className="border-t border-line py-2.5 text-pretty">{unbroken(why)}</p>
      ) : (
        <Scrolling label={`Strategies over ${days} days, as a table`}>
          <table className="w-full min-w-[38rem] text-left">
            <TableHead
              heads={['Strategy', 'Earned', 'Against staying', 'Costs', 'Moves']}
              numbers={['Earned', 'Against staying', 'Costs', 'Moves']}
              cell="py-1 pr-6 last:pr-0"
            />
            <tbody>
              {ways.map((one) => (
                <Row key={one.way} one={one} ways={ways} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
    </div>
  );
}

/** What strategies would have earned on the stored rates: ours, staying, and chasing promises. */
export function Strategies({ strategies }: { readonly strategies: StrategiesDto }) {
  const { amountUsd, profile, basis, spans } = strategies;
  return (
    <Section title="Strategies compared" note={`${formatUsd(amountUsd)}, limits of “${profile}”`}>
      <div className="space-y-6">
        {spans.map((span) => (
          <Span key={span.days} span={span} />
        ))}
      </div>
      <p className="max-w-prose pt-3 text-pretty text-ink-soft">{unbroken(basis)}</p>
    </Section>
  );
}
