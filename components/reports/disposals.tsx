import type { LotDisposalRow, LotsDto } from '../../lib/api/lots.ts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { amountText, gainOrDash, NUMBER_CELL, usdOrDash } from './lot-cells.tsx';
import { MISSING_WORDS } from './lot-words.ts';

const HEADS = ['Left', 'Token', 'Came', 'Amount', 'Proceeds', 'Cost', 'Realised'];
const SHOWN = 200;

function Row({ row }: { readonly row: LotDisposalRow }) {
  return (
    <tr className="border-t border-line">
      <td className="py-2 pr-4 whitespace-nowrap">{formatInstant(row.atSeconds)}</td>
      <th scope="row" className="py-2 pr-4 font-normal whitespace-nowrap">
        {row.symbol ?? row.token} <span className="text-ink-soft">{row.kind}</span>
      </th>
      <td className="py-2 pr-4 whitespace-nowrap">
        {row.acquiredAtSeconds === null
          ? row.missing === 'acquisition-unknown'
            ? 'not known'
            : 'at various times'
          : formatInstant(row.acquiredAtSeconds)}
      </td>
      <td className={NUMBER_CELL}>{amountText(row)}</td>
      <td className={NUMBER_CELL}>{usdOrDash(row.proceedsUsd)}</td>
      <td className={NUMBER_CELL}>{usdOrDash(row.costUsd)}</td>
      <td className={NUMBER_CELL}>
        {row.missing === null ? gainOrDash(row.gainUsd) : MISSING_WORDS[row.missing]}
      </td>
    </tr>
  );
}

type Props = { readonly lots: LotsDto; readonly year: number | null };

/** Every part of a lot that left, the latest first. */
export function Disposals({ lots: { disposals }, year }: Props) {
  const rows = disposals.slice(0, SHOWN);
  return (
    <Section
      title={year === null ? 'Sold and withdrawn' : `Sold and withdrawn in ${year}`}
      note="the latest first"
      empty="Nothing was sold or withdrawn."
    >
      {rows.length > 0 && (
        <Scrolling label="Sold and withdrawn, as a table">
          <table className="w-full min-w-[56rem] text-left">
            <TableHead heads={HEADS} numbers={HEADS.slice(3)} />
            <tbody>
              {rows.map((row, index) => (
                // Two parts of one lot may be alike in all they show.
                // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew as a whole
                <Row key={`${row.txHash} ${row.acquiredTxHash} ${index}`} row={row} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      {disposals.length > SHOWN && (
        <p className="border-t border-line py-2 text-ink-soft">
          {formatCount(disposals.length - SHOWN)} more are in the file.
        </p>
      )}
    </Section>
  );
}
