import type { ReactNode } from 'react';
import type { IndexDto, IndexLookDto, IndexTradeDto } from '../../lib/api/indexes.ts';
import { Fact } from '../ui/fact.tsx';
import { formatInstant, formatSpan, formatUsd, unbroken } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Word } from '../ui/word.tsx';
import { needsAPerson, scheduleText, shareText, tradeAge, tradeState, tradeWords } from './index-words.ts';

/** Numbers end where the page's column ends. */
const HEAD = 'py-1 pr-4 last:pr-0';
const SHARE_HEADS = ['Asset', 'Target', 'Share', 'Worth'];

function ShareRow({ row }: { readonly row: IndexLookDto['rows'][number] }) {
  const { token, symbol, targetBps, weightBps, valueUsd } = row;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pr-4 text-left font-normal wrap-anywhere" title={token}>
        {symbol}
      </th>
      <td className="py-2 pr-4 text-right">{shareText(targetBps)}</td>
      <td className="py-2 pr-4 text-right">{weightBps === null ? 'not known' : shareText(weightBps)}</td>
      <td className="py-2 text-right whitespace-nowrap">
        {valueUsd === null ? 'no price' : formatUsd(valueUsd)}
      </td>
    </tr>
  );
}

/** A due look begins with the next tick. */
const untilText = (seconds: number): string =>
  seconds > 0 ? `in ${formatSpan(seconds)}` : 'with the next tick';

/** What was wanted before there was a look. */
const wantedRows = ({ allocations }: IndexDto): IndexLookDto['rows'] =>
  allocations.map(({ token, targetBps }) => ({
    ...{ token, symbol: token, targetBps, weightBps: null, valueUsd: null },
  }));

function Shares({ index, nowSeconds, children }: IndexProps & { readonly index: IndexDto }) {
  const { lastLook, nextLookAtSeconds, schedule } = index;
  return (
    <Section title={`Index: ${index.name}`} note={scheduleText(schedule)}>
      {lastLook !== null && (
        <p className="border-t border-line py-2.5 text-pretty">{unbroken(lastLook.sentence)}</p>
      )}
      <Scrolling label="Shares against their targets, as a table">
        <table className="w-full text-left">
          <TableHead heads={SHARE_HEADS} numbers={SHARE_HEADS.slice(1)} cell={HEAD} />
          <tbody>
            {(lastLook?.rows ?? wantedRows(index)).map((row) => (
              <ShareRow key={row.token} row={row} />
            ))}
          </tbody>
        </table>
      </Scrolling>
      <dl>
        <Fact name="Last look">
          {lastLook === null
            ? 'none yet'
            : `${formatSpan(Math.max(0, nowSeconds - lastLook.decidedAtSeconds))} ago`}
        </Fact>
        <Fact name="Worth at that look">
          {lastLook?.valueUsd == null ? 'not known: an asset has no price' : formatUsd(lastLook.valueUsd)}
        </Fact>
        <Fact name="Next look">
          {nextLookAtSeconds === null
            ? 'when its swaps are over and the account is open'
            : untilText(nextLookAtSeconds - nowSeconds)}
        </Fact>
      </dl>
      {children}
    </Section>
  );
}

const TRADE_HEADS = ['Planned', 'Swap', 'Worth', 'State', 'Time'];

type TradeProps = Omit<SwapsProps, 'trades'> & { readonly trade: IndexTradeDto };

function TradeRow({ trade, nowSeconds, nameOf }: TradeProps) {
  const { state, words, valueUsd, plannedAtSeconds, isOverdue } = trade;
  const { word, tone, icon } = tradeState(trade);
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-2 pr-4 text-left font-normal whitespace-nowrap">
        {formatInstant(plannedAtSeconds)}
      </th>
      <td className="py-2 pr-4">
        {tradeWords(trade, nameOf)}
        <p className="max-w-prose text-pretty text-ink-soft empty:hidden">
          {/* Its state says so already. */}
          {state === 'swapped' ? null : words}
          {needsAPerson(trade) && ' Nothing is planned for this account before you have looked.'}
        </p>
      </td>
      <td className="py-2 pr-4 text-right whitespace-nowrap">
        {valueUsd === null ? 'not known' : formatUsd(valueUsd)}
      </td>
      <td className="py-2 pr-4">
        <Word tone={isOverdue ? 'warn' : tone} icon={isOverdue ? 'warning' : icon}>
          {word}
        </Word>
        {isOverdue && <p className="text-ink-soft">Longer than it should take. It is watched on.</p>}
      </td>
      <td className="py-2 text-right whitespace-nowrap">{tradeAge(trade, nowSeconds)}</td>
    </tr>
  );
}

type IndexProps = {
  /** Null = the account has none yet. */
  readonly index: IndexDto | null;
  /** When the page was read. */
  readonly nowSeconds: number;
  /** What its owner does with it; nothing while nothing may be done. */
  readonly children?: ReactNode;
};

/** The index of an account: its shares against their targets, its last and next look. */
export function IndexSection({ index, nowSeconds, children }: IndexProps) {
  return index === null ? (
    <Section title="Index">
      <p className="border-t border-line py-2.5 text-pretty text-ink-soft">
        This account has no index yet: what is deposited stays as it came. Give it shares, and it is built up
        from what is there.
      </p>
      {children}
    </Section>
  ) : (
    <Shares index={index} nowSeconds={nowSeconds}>
      {children}
    </Shares>
  );
}

type SwapsProps = {
  /** The newest first. */
  readonly trades: readonly IndexTradeDto[];
  readonly nowSeconds: number;
  /** What a token is called whose swap doesn't say; null = not known here. */
  readonly nameOf: (token: string) => string | null;
};

/** Every swap with what became of it. */
export const SwapsSection = ({ trades, ...rest }: SwapsProps) => (
  <Section title="Swaps" empty="Nothing has been swapped yet.">
    {trades.length > 0 && (
      <Scrolling label="Swaps and their ends, as a table">
        <table className="w-full min-w-[44rem] text-left">
          <TableHead heads={TRADE_HEADS} numbers={['Worth', 'Time']} cell={HEAD} />
          <tbody>
            {trades.map((trade) => (
              <TradeRow key={trade.id} trade={trade} {...rest} />
            ))}
          </tbody>
        </table>
      </Scrolling>
    )}
  </Section>
);
