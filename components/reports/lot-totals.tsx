import type { LotsDto } from '../../lib/api/lots.ts';
import { formatCount } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { gainOrDash, NUMBER_CELL, usdOrDash } from './lot-cells.tsx';

const SUMS = ['Proceeds', 'Cost', 'Realised', 'Held over a year', 'Parts', 'Not known'];

type Totals = Omit<LotsDto['years'][number], 'year'>;

function Sums({ of }: { readonly of: Totals }) {
  return (
    <>
      <td className={NUMBER_CELL}>{usdOrDash(of.proceedsUsd)}</td>
      <td className={NUMBER_CELL}>{usdOrDash(of.costUsd)}</td>
      <td className={NUMBER_CELL}>{gainOrDash(of.gainUsd)}</td>
      <td className={NUMBER_CELL}>{gainOrDash(of.gainOverAYearUsd)}</td>
      <td className={NUMBER_CELL}>{formatCount(of.sold)}</td>
      <td className={NUMBER_CELL}>{formatCount(of.unknown)}</td>
    </>
  );
}

type Row = { readonly key: string; readonly name: string; readonly totals: Totals };

function TotalsTable({
  head,
  label,
  rows,
}: {
  readonly head: string;
  readonly label: string;
  readonly rows: readonly Row[];
}) {
  return (
    <Scrolling label={label}>
      <table className="w-full min-w-[44rem] text-left">
        <TableHead heads={[head, ...SUMS]} numbers={SUMS} />
        <tbody>
          {rows.map(({ key, name, totals }) => (
            <tr key={key} className="border-t border-line">
              <th scope="row" className="py-2 pr-4 font-normal">
                {name}
              </th>
              <Sums of={totals} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** What sales realised, by year and by token. */
export function LotTotals({ lots }: { readonly lots: LotsDto }) {
  return (
    <Section
      title="Realised"
      note="parts of lots with a figure that isn’t known are counted, and in no sum"
      empty="Nothing was sold yet. A fill of an order is a sale of what was given for it."
    >
      {lots.years.length > 0 && (
        <div className="space-y-6">
          <TotalsTable
            head="Year, UTC"
            label="Realised by year"
            rows={lots.years.map(({ year, ...totals }) => ({ key: `${year}`, name: `${year}`, totals }))}
          />
          <TotalsTable
            head="Token"
            label="Realised by token"
            rows={lots.tokens.map(({ symbol, token, ...totals }) => ({
              ...{ key: token, name: symbol ?? token, totals },
            }))}
          />
        </div>
      )}
    </Section>
  );
}
