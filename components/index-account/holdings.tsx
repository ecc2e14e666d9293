'use client';

import { useCallback, useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { formatInstant, formatUnits, formatUsd } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { pricedByOneText } from './offered-assets.ts';
import { useAssets } from './use-assets.ts';

const heldSchema = z.object({
  atSeconds: z.number(),
  valueUsd: z.nullable(z.string()),
  unlisted: z.nullable(z.array(z.object({ asset: z.string(), units: z.string() }))),
  rows: z.array(
    z.object({
      ...{ asset: z.string(), symbol: z.string(), chain: z.string(), decimals: z.number() },
      ...{ units: z.string(), valueUsd: z.nullable(z.string()) },
    }),
  ),
});
const detailSchema = z.object({ held: z.nullable(heldSchema), heldWhyNot: z.nullable(z.string()) });
type Held = z.infer<typeof heldSchema>;

function Rows({ rows }: Pick<Held, 'rows'>) {
  return (
    <Scrolling label="What the account holds">
      <table className="w-full">
        <thead>
          <tr className="text-left text-ink-soft">
            <th scope="col" className="py-1 pr-4 font-normal">
              Asset
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-normal">
              Amount
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              Worth
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ asset, symbol, chain, decimals, units, valueUsd }) => (
            <tr key={asset} className="border-t border-line">
              <th scope="row" className="py-2 pr-4 text-left font-normal" title={asset}>
                {symbol} <span className="text-ink-soft">on {chain}</span>
              </th>
              <td className="py-2 pr-4 text-right">{formatUnits(formatDecimal(BigInt(units), decimals))}</td>
              <td className="py-2 text-right">{valueUsd === null ? 'no price' : formatUsd(valueUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** Sent by whoever liked to, or listed once and no longer: it is there, and nothing more is known of it. */
function Unlisted({ unlisted }: { readonly unlisted: NonNullable<Held['unlisted']> }) {
  return (
    <div className="max-w-prose border-t border-line py-2 text-ink-soft">
      <p className="text-pretty">
        Also there, and not listed by the provider: it counts in no sum, and can’t be swapped or withdrawn
        here while that is so.
      </p>
      <ul>
        {unlisted.map(({ asset, units }) => (
          <li key={asset}>
            <code className="font-mono text-[0.75rem] break-all">{asset}</code>, {formatUnits(units)} of its
            smallest unit
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What an account holds, asked of the verifier itself: never from what was told before; and which of that, or of its index, one source alone prices. */
export function Holdings({ id, wanted }: { readonly id: string; readonly wanted: readonly string[] }) {
  const { assets } = useAssets();
  const [held, setHeld] = useState<Held | null>(null);
  const [said, say] = useState<string | null>(null);
  const look = useCallback(async () => {
    const answer = await apiRequest('GET', `/api/accounts/${id}`);
    if (!answer.ok) return say(answer.problem.detail);
    const detail = detailSchema.parse(answer.value);
    if (detail.held !== null) setHeld(detail.held);
    say(detail.heldWhyNot);
  }, [id]);
  useEffect(() => void look(), [look]);
  return (
    <div className="border-t border-line pt-2">
      {held === null && said === null && <Skeleton label="Asking the verifier" rows={2} />}
      {held !== null && held.rows.length > 0 && <Rows rows={held.rows} />}
      {held !== null && (
        <p className="py-2 text-ink-soft">
          {held.rows.length > 0 ? '' : held.unlisted?.length ? 'Nothing that is listed. ' : 'Nothing. '}
          {held.valueUsd !== null && held.rows.length > 0 && `${formatUsd(held.valueUsd)} in all. `}
          The verifier says so, as of {formatInstant(held.atSeconds)}.
        </p>
      )}
      {held?.unlisted != null && held.unlisted.length > 0 && <Unlisted unlisted={held.unlisted} />}
      <p className="max-w-prose py-2 text-pretty text-ink-soft empty:hidden">
        {assets === null
          ? null
          : pricedByOneText(assets, [...wanted, ...(held?.rows ?? []).map(({ asset }) => asset)])}
      </p>
      <p role="status" className="py-2 text-warn empty:hidden">
        {said !== null && `The verifier could not be asked: ${said.replace(/\.$/, '')}.`}
      </p>
      <button type="button" className={BUTTON.quiet} onClick={() => void look()}>
        Ask again
      </button>
    </div>
  );
}
