import type { ReactNode } from 'react';
import type { OrderDetailDto, OrderFillDto } from '../../lib/api/order-detail-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { Age } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { distanceWords, FilledBar, Obstacles, ORDER_WORDS } from '../portfolio/trade-list.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { explorerHref } from '../ui/explorer-href.ts';
import { Fact } from '../ui/fact.tsx';
import { formatCount, formatInstant, formatLoss, formatRatio, formatUnits, unbroken } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';

function Facts({ detail }: { readonly detail: OrderDetailDto }) {
  const { order, sellSymbol, buySymbol } = detail;
  return (
    <dl className="grid gap-x-10 lg:grid-cols-2">
      <Fact name="Sells">
        {formatUnits(order.sellUnits)} {sellSymbol}
      </Fact>
      <Fact name="For at least">
        {formatUnits(order.buyUnits)} {buySymbol}
      </Fact>
      <Fact name="Price asked">
        {formatRatio(order.limitPrice)} {buySymbol} a {sellSymbol}
      </Fact>
      <Fact name="Market, by the feeds">
        {order.marketPrice === null
          ? 'unknown'
          : `${formatRatio(order.marketPrice)} ${buySymbol} a ${sellSymbol}`}
      </Fact>
      <Fact name="Distance">{distanceWords(order) ?? 'unknown'}</Fact>
      <Fact name="Filled">{percentText(order.filledBps, 1)} %</Fact>
      <Fact name="Generation that it carries">{formatCount(detail.generation)}</Fact>
      <Fact name="Shown by">the {detail.venue.replaceAll('-', ' ')}</Fact>
    </dl>
  );
}

type Step = { readonly name: string; readonly words: ReactNode };

const fillWords = (fill: OrderFillDto, chainId: number): ReactNode => (
  <>
    {formatUnits(fill.sellUnits)} {fill.sellSymbol} for {formatUnits(fill.buyUnits)} {fill.buySymbol} at block{' '}
    {formatCount(fill.blockNumber)}, {formatInstant(fill.blockTimeSeconds)} of the chain’s time ·{' '}
    <Hex hex={fill.txHash} kind="transaction" copy href={explorerHref(chainId, 'transaction', fill.txHash)} />
  </>
);

/** What happened to it, in its order: ours by the database’s clock, fills by the chain’s. */
function stepsOf({
  order,
  portfolio,
  placedAtSeconds,
  closedAtSeconds,
  fills,
  ...detail
}: OrderDetailDto): readonly Step[] {
  const decision = `${portfolioHref(portfolio)}/decisions/${order.decisionId}`;
  const ago = (seconds: number): ReactNode => (
    <>
      {formatInstant(seconds)}, <Age atSeconds={seconds} /> ago
    </>
  );
  return [
    {
      name: 'Planned',
      words: (
        <>
          <PageLink href={decision} className="text-accent underline">
            Decision {formatCount(order.decisionId)}
          </PageLink>
          {detail.decisionWhy !== null && ` · ${unbroken(detail.decisionWhy)}`}
        </>
      ),
    },
    { name: 'Signed', words: ago(order.signedAtSeconds) },
    { name: 'Shown', words: placedAtSeconds === null ? 'not yet' : ago(placedAtSeconds) },
    ...fills.map((fill) => ({ name: 'Filled', words: fillWords(fill, portfolio.chainId) })),
    closedAtSeconds === null
      ? { name: 'Ends', words: `${formatInstant(order.expiresAtSeconds)} of the chain’s time at the latest` }
      : {
          name: 'Over',
          words: (
            <>
              {ORDER_WORDS[order.status]} · {ago(closedAtSeconds)}
            </>
          ),
        },
  ];
}

function Timeline({ detail }: { readonly detail: OrderDetailDto }) {
  return (
    <ol>
      {stepsOf(detail).map(({ name, words }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one order never change their places
        <li key={index} className="grid grid-cols-[5rem_1fr] gap-x-4 border-t border-line py-2">
          <span className="font-semibold">{name}</span>
          <span className="min-w-0 text-pretty wrap-anywhere">{words}</span>
        </li>
      ))}
    </ol>
  );
}

const against = (bps: number | null): string =>
  bps === null
    ? 'unknown'
    : bps === 0
      ? 'as decided on'
      : `${Math.abs(bps)} bps ${bps > 0 ? 'better' : 'worse'}`;

const RECEIPT_HEADS = [
  'Block',
  'Sold',
  'Bought',
  'Beyond its limit',
  'Against the decision’s prices',
  'At its block',
  'Gas',
];

function Receipt({ fills }: { readonly fills: readonly OrderFillDto[] }) {
  return (
    <Scrolling label="Receipt, as a table">
      <table className="w-full min-w-[40rem] text-left">
        <TableHead heads={RECEIPT_HEADS} numbers={RECEIPT_HEADS.slice(1, 6)} />
        <tbody>
          {fills.map((fill) => (
            <tr key={fill.id} className="border-t border-line">
              <td className="py-1.5 pr-4">{formatCount(fill.blockNumber)}</td>
              <td className="py-1.5 pr-4 text-right whitespace-nowrap">
                {formatUnits(fill.sellUnits)} {fill.sellSymbol}
              </td>
              <td className="py-1.5 pr-4 text-right whitespace-nowrap">
                {formatUnits(fill.buyUnits)} {fill.buySymbol}
              </td>
              <td className="py-1.5 pr-4 text-right whitespace-nowrap">
                {formatUnits(fill.surplusUnits)} {fill.buySymbol}
              </td>
              <td className="py-1.5 pr-4 text-right">{against(fill.againstDecisionBps)}</td>
              <td className="py-1.5 pr-4 text-right">
                {fill.lossBps === null ? 'unknown' : formatLoss(fill.lossBps)}
              </td>
              <td className="py-1.5">paid by the taker</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** One order: what it is, whether it can be filled now, what became of it, and the bytes that were signed. */
export function OrderPage({ detail }: { readonly detail: OrderDetailDto }) {
  const { order, portfolio, sellSymbol, fills, typedData, signature } = detail;
  return (
    <>
      <p>
        <BackLink href={portfolioHref(portfolio)}>{portfolio.name}</BackLink>
      </p>
      <h1 className="pt-1 text-2xl font-semibold tracking-tight">
        Sell {sellSymbol} for {detail.buySymbol}: {ORDER_WORDS[order.status]}
      </h1>
      <p className="pt-1 text-ink-soft">
        <Hex hex={order.orderHash} kind="order" copy />
        {order.sliceOf > 1 && ` · slice ${order.sliceNumber} of ${order.sliceOf}`}
      </p>
      <div className="space-y-8 pt-4">
        <div className="space-y-2">
          <FilledBar filledBps={order.filledBps} />
          <Obstacles order={order} sellSymbol={sellSymbol} />
        </div>
        <Facts detail={detail} />
        <Section title="What became of it">
          <Timeline detail={detail} />
        </Section>
        <Section
          title="Receipt"
          empty="Nothing yet: a receipt stands here once somebody has filled some of it."
        >
          {fills.length > 0 && <Receipt fills={fills} />}
        </Section>
        <details className="border-t border-line pt-1">
          <summary className="cursor-pointer py-1.5 text-accent">What was signed</summary>
          <p className="flex items-center gap-1 text-ink-soft">
            EIP-712 typed data <CopyButton text={typedData} what="typed data" />
          </p>
          <pre className="max-w-full text-[0.75rem] wrap-anywhere whitespace-pre-wrap">{typedData}</pre>
          <p className="flex items-center gap-1 pt-2 text-ink-soft">
            Signature, as the contract checks it <CopyButton text={signature} what="signature" />
          </p>
          <pre className="max-w-full text-[0.75rem] wrap-anywhere whitespace-pre-wrap">{signature}</pre>
        </details>
      </div>
    </>
  );
}
