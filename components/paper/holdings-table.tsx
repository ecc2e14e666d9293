import type { HeldTokenDto, HoldingsDto } from '../../lib/api/paper.ts';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { formatCount, formatInstant, formatPrice, formatUnits, formatUsd } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { emptySentence, kindSentence, lookedSentence, othersSentence } from './holdings-words.ts';

const CELL = 'py-2 pr-3 last:pr-0 align-top';

function Row({ one, nativeSymbol }: { readonly one: HeldTokenDto; readonly nativeSymbol: string }) {
  const { symbol, units, decimals, priceUsd, noPrice, valueUsd, ofNative } = one;
  const exact = exactUnits(BigInt(units ?? '0'), decimals);
  return (
    <tr className="border-t border-line">
      <th scope="row" className={`${CELL} text-left font-semibold`}>
        {symbol}
        {ofNative && (
          <span className="block font-normal text-ink-soft">{`its ${nativeSymbol} counted as ${symbol}`}</span>
        )}
      </th>
      <td className={`${CELL} whitespace-nowrap`} title={exact}>
        {formatUnits(exact.replaceAll(',', ''))}
      </td>
      <td className={CELL}>
        {priceUsd === null ? (
          <span className="text-warn">none now: {noPrice}</span>
        ) : (
          <span className="whitespace-nowrap">{formatPrice(priceUsd)}</span>
        )}
      </td>
      <td className={`${CELL} whitespace-nowrap`}>{valueUsd === null ? '–' : formatUsd(valueUsd)}</td>
    </tr>
  );
}

type Props = { readonly holdings: HoldingsDto; readonly nativeSymbol: string };

/** What an address holds of the tokens that are known here, at which prices, as of which block; and how far was looked. */
export function HoldingsTable({ holdings, nativeSymbol }: Props) {
  const { address, chainId, kind, tokens, valueUsd, blockNumber, blockTimeSeconds } = holdings;
  const held = tokens.filter(({ units }) => units !== null && units !== '0');
  const silent = tokens.filter(({ units }) => units === null).map(({ symbol }) => symbol);
  const said = [
    kindSentence(holdings),
    emptySentence(holdings),
    othersSentence(holdings),
    silent.length === 0
      ? null
      : `${silent.join(', ')} did not answer, so nobody knows how much of it is there.`,
  ].filter((sentence) => sentence !== null);
  return (
    <section aria-labelledby="holdings-title" className="pt-8">
      <h2 id="holdings-title" className="text-lg font-semibold">
        What it holds
      </h2>
      <p className="pb-2 text-ink-soft text-pretty">
        {`${lookedSentence(holdings)} As of block ${formatCount(blockNumber)}, ${formatInstant(blockTimeSeconds)}. Nothing is asked of the address.`}
      </p>
      {said.map((sentence) => (
        <p key={sentence} className="pb-2 text-pretty">
          {sentence}
        </p>
      ))}
      {kind === 'portfolio' && (
        <p className="pb-2">
          <PageLink href={portfolioHref({ chainId, address })} className="text-accent underline">
            Open the portfolio
          </PageLink>
        </p>
      )}
      {held.length > 0 && (
        <Scrolling label="What it holds, as a table">
          <table className="w-full text-right tabular-nums">
            <TableHead heads={['Token', 'Amount', 'Price', 'Value']} cell={`${CELL} first:text-left`} />
            <tbody>
              {held.map((one) => (
                <Row key={one.token} one={one} nativeSymbol={nativeSymbol} />
              ))}
              <tr className="border-t border-ink">
                <th scope="row" colSpan={3} className={`${CELL} text-left font-normal`}>
                  In all
                </th>
                <td className={`${CELL} whitespace-nowrap`}>{formatUsd(valueUsd)}</td>
              </tr>
            </tbody>
          </table>
        </Scrolling>
      )}
    </section>
  );
}
