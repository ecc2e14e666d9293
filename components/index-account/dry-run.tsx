import * as z from 'zod/mini';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { formatUnits, formatUsd, unbroken } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { TableHead } from '../ui/table-head.tsx';
import type { Asset } from './use-assets.ts';

export const dryRunSchema = z.object({
  look: z.nullable(z.object({ sentence: z.string() })),
  swaps: z.array(
    z.object({
      ...{ from: z.string(), to: z.string(), amountUnits: z.string(), leastOutUnits: z.string() },
      valueUsd: z.nullable(z.string()),
    }),
  ),
});
export type DryRun = z.infer<typeof dryRunSchema>;

const HEADS = ['Gives', 'For at least', 'Worth'];

type Props = { readonly run: DryRun; readonly assets: readonly Asset[] };

/** What a look would swap now; nothing was written, signed or sent for it. */
export function DryRunSwaps({ run: { look, swaps }, assets }: Props) {
  const amount = (token: string, units: string): string => {
    const listed = assets.find(({ asset }) => asset === token);
    return listed === undefined
      ? `${units} units of ${token}`
      : `${formatUnits(formatDecimal(BigInt(units), listed.decimals))} ${listed.symbol}`;
  };
  return (
    <>
      <p className="max-w-prose pb-2 text-pretty">
        {unbroken(look?.sentence ?? '')}{' '}
        {swaps.length === 0 ? 'A look now would swap nothing.' : 'A look now would swap:'} Nothing was done.
      </p>
      {swaps.length > 0 && (
        <Scrolling label="What a look would swap now, as a table">
          <table className="w-full min-w-[24rem] text-left">
            <TableHead heads={HEADS} numbers={HEADS} />
            <tbody>
              {swaps.map(({ from, to, amountUnits, leastOutUnits, valueUsd }) => (
                <tr key={`${from} ${to}`} className="border-t border-line">
                  <td className="py-2 pr-4 text-right">{amount(from, amountUnits)}</td>
                  <td className="py-2 pr-4 text-right">{amount(to, leastOutUnits)}</td>
                  <td className="py-2 pr-4 text-right">
                    {valueUsd === null ? 'not known' : formatUsd(valueUsd)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
    </>
  );
}
