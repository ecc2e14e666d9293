import type { LotsDto, OpenLotRow } from '../../lib/api/lots.ts';
import { formatCount, formatInstant } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { amountText, gainOrDash, NUMBER_CELL, usdOrDash } from './lot-cells.tsx';

const HEADS = ['Token', 'Came', 'Amount', 'Cost', 'Worth now', 'Unrealised'];
const SHOWN = 100;

const keyOf = (lot: OpenLotRow): string => `${lot.token} ${lot.acquiredTxHash} ${lot.units} ${lot.costUsd}`;

function LotsTable({ lots, label }: { readonly lots: readonly OpenLotRow[]; readonly label: string }) {
  return (
    <Scrolling label={label}>
      <table className="w-full min-w-[44rem] text-left">
        <TableHead heads={HEADS} numbers={HEADS.slice(2)} />
        <tbody>
          {lots.map((lot) => (
            <tr key={keyOf(lot)} className="border-t border-line">
              <th scope="row" className="py-2 pr-4 font-normal">
                {lot.symbol ?? lot.token}
              </th>
              <td className="py-2 pr-4 whitespace-nowrap">
                {lot.acquiredAtSeconds === null ? 'at various times' : formatInstant(lot.acquiredAtSeconds)}
              </td>
              <td className={NUMBER_CELL}>{amountText(lot)}</td>
              <td className={NUMBER_CELL}>{usdOrDash(lot.costUsd)}</td>
              <td className={NUMBER_CELL}>{usdOrDash(lot.valueUsd)}</td>
              <td className={NUMBER_CELL}>{gainOrDash(lot.unrealisedUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function More({ of }: { readonly of: readonly unknown[] }) {
  return (
    <p className="border-t border-line py-2 text-ink-soft">
      {formatCount(of.length - SHOWN)} more are in the file.
    </p>
  );
}

/** What is still there, and at what cost. */
export function OpenLots({ lots: { open, pricesAtSeconds } }: { readonly lots: LotsDto }) {
  return (
    <Section
      title="Open lots"
      note={pricesAtSeconds === null ? undefined : `worth by the look of ${formatInstant(pricesAtSeconds)}`}
      empty="Nothing is held."
    >
      {open.length > 0 && <LotsTable lots={open.slice(0, SHOWN)} label="Open lots" />}
      {open.length > SHOWN && <More of={open} />}
    </Section>
  );
}

/** Lots that are worth less than they cost. */
export function HarvestHints({ lots: { open } }: { readonly lots: LotsDto }) {
  const losses = open.filter(({ lossRecentlyBought }) => lossRecentlyBought !== null);
  const recent = [
    ...new Set(losses.flatMap((lot) => (lot.lossRecentlyBought === true ? [lot.symbol ?? lot.token] : []))),
  ];
  return (
    <Section
      title="Worth less than they cost"
      note="information, no advice"
      empty="No open lot with a known cost is worth less than it cost."
    >
      {losses.length > 0 && <LotsTable lots={losses.slice(0, SHOWN)} label="Worth less than they cost" />}
      {losses.length > SHOWN && <More of={losses} />}
      {losses.length > 0 && (
        <p className="border-t border-line py-2.5 text-pretty text-ink-soft">
          Selling such a lot would realise its loss. Whether that is of use, and when, is for you and your tax
          adviser: nothing is done by itself, and the bot may buy the token again at its next rebalance.
          {recent.length > 0 &&
            ` Within the last thirty days a trade brought ${recent.join(', ')}: some tax laws don’t count a loss then.`}
        </p>
      )}
    </Section>
  );
}
