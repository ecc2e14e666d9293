'use client';

import { type Draft, targetsOf } from '../../lib/creation/draft.ts';
import { type FirstPlan, type FirstPlanRow, firstPlan } from '../../lib/creation/first-plan.ts';
import { percentText, usdText } from '../../lib/money/display.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import { TableHead } from '../ui/table-head.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { useFeedPrices } from './use-feed-prices.ts';

const SHADES = [0.78, 0.5, 0.32, 0.2, 0.62, 0.4, 0.26, 0.14] as const;

type Props = { readonly draft: Draft; readonly wallet: ConnectedWallet | null };

/** What the draft comes to so far: targets as a strip, what goes in at the feeds' prices, and the first plan. */
export function DraftPreview({ draft, wallet }: Props) {
  const prices = useFeedPrices(draft, wallet);
  const targets = targetsOf(draft.holdings);
  if (draft.holdings.length === 0) return null;
  return (
    <aside aria-labelledby="preview-title" className="mt-6 border-t border-line pt-3">
      <h2 id="preview-title" className="text-base font-semibold">
        Preview
      </h2>
      {targets.ok ? (
        <Strip draft={draft} bps={targets.bps} />
      ) : (
        <p className="text-ink-soft">{targets.sentence}</p>
      )}
      {prices === undefined ? (
        <p className="pt-2 text-ink-soft">
          Connect a wallet on this chain to see values at the feeds’ prices.
        </p>
      ) : (
        targets.ok && <Plan plan={firstPlan(draft.holdings, targets, prices)} draft={draft} />
      )}
    </aside>
  );
}

function Strip({ draft: { holdings }, bps }: { readonly draft: Draft; readonly bps: readonly number[] }) {
  const words = holdings.map(
    ({ listing }, index) => `${listing.symbol} ${percentText(bps[index] ?? 0, 2)} %`,
  );
  return (
    <div className="pt-2">
      <div
        role="img"
        aria-label={`Targets: ${words.join(', ')}`}
        className="flex h-3 overflow-hidden rounded-sm border border-line"
      >
        {holdings.map(({ listing }, index) => (
          <div
            key={listing.token}
            className="border-r border-ground bg-ink"
            style={{ width: `${(bps[index] ?? 0) / 100}%`, opacity: SHADES[index % SHADES.length] }}
          />
        ))}
      </div>
      <p aria-hidden="true" className="text-[0.8125rem] text-ink-soft">
        {words.join(' · ')}
      </p>
    </div>
  );
}

const tradeText = ({ tradeUsdE18 }: FirstPlanRow): string =>
  tradeUsdE18 === 0n
    ? '–'
    : `${tradeUsdE18 > 0n ? 'buy' : 'sell'} ${usdText(tradeUsdE18 > 0n ? tradeUsdE18 : -tradeUsdE18)}`;

const HEADS = ['Token', 'Goes in', 'Share', 'Target', 'First plan'] as const;

function Plan({ plan, draft }: { readonly plan: FirstPlan; readonly draft: Draft }) {
  if (!plan.ok) return <p className="pt-2 text-ink-soft">{plan.sentence}</p>;
  const { maxSlippageBps } = GUARD_PRESETS[draft.preset];
  const costUsdE18 = (plan.turnoverUsdE18 * BigInt(maxSlippageBps)) / 10_000n;
  return (
    <div className="overflow-x-auto pt-2">
      <table className="w-full text-right tabular-nums">
        <caption className="pb-1 text-left">
          {usdText(plan.totalUsdE18)} go in, at the feeds’ prices of now.{' '}
          {plan.turnoverUsdE18 === 0n
            ? 'They are on target: nothing is traded at first.'
            : `The first plan trades ${usdText(plan.turnoverUsdE18)} of it, and may cost ${usdText(costUsdE18)} at most: the contract refuses worse.`}
        </caption>
        <TableHead heads={HEADS} cell="py-1 pr-3 first:text-left last:pr-0" />
        <tbody>
          {plan.rows.map((row) => (
            <tr key={row.token} className="border-t border-line">
              <th scope="row" className="py-1 pr-3 text-left font-semibold">
                {row.symbol}
              </th>
              <td className="py-1 pr-3">{usdText(row.valueUsdE18)}</td>
              <td className="py-1 pr-3">{percentText(row.weightBps, 2)} %</td>
              <td className="py-1 pr-3">{percentText(row.targetBps, 2)} %</td>
              <td className="py-1">{tradeText(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
