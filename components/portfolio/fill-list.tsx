import type { FillDto, PortfolioState } from '../../lib/api/portfolio-dto.ts';
import { PageLink } from '../shell/page-link.tsx';
import { explorerHref } from '../ui/explorer-href.ts';
import { formatCount, formatInstant, formatLoss, formatUnits } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { NO_FILLS } from './empty-words.ts';

type Props = {
  readonly fills: readonly FillDto[];
  readonly count: number;
  readonly state: PortfolioState;
  /** The portfolio's own page. */
  readonly href: string;
  readonly chainId: number;
};

type FillProps = Pick<Props, 'href' | 'chainId'> & { readonly fill: FillDto };

function Fill({ fill, href, chainId }: FillProps) {
  const { sellUnits, sellSymbol, buyUnits, buySymbol, slice } = fill;
  return (
    <li className="border-t border-line py-2.5" data-fill={fill.id}>
      <div title={`${sellUnits} ${sellSymbol} for ${buyUnits} ${buySymbol}`}>
        Sold {formatUnits(sellUnits)} {sellSymbol} for {formatUnits(buyUnits)} {buySymbol}
        {slice !== null && (
          <span className="text-ink-soft">
            , slice {slice.number} of {slice.of}
          </span>
        )}
      </div>
      <div className="text-ink-soft">
        {fill.lossBps !== null && <span data-loss={fill.lossBps}>{formatLoss(fill.lossBps)} · </span>}
        {formatInstant(fill.blockTimeSeconds)}, block {formatCount(fill.blockNumber)} · by{' '}
        <Hex hex={fill.taker} kind="address" href={explorerHref(chainId, 'address', fill.taker)} /> ·{' '}
        <Hex
          hex={fill.txHash}
          kind="transaction"
          copy
          href={explorerHref(chainId, 'transaction', fill.txHash)}
        />{' '}
        ·{' '}
        <PageLink
          href={`${href}/orders/${fill.orderHash}`}
          className="whitespace-nowrap text-accent hover:underline"
        >
          order
        </PageLink>
        {fill.decisionId !== null && (
          <>
            {' · '}
            <PageLink
              href={`${href}/decisions/${fill.decisionId}`}
              className="whitespace-nowrap text-accent hover:underline"
            >
              decision
            </PageLink>
          </>
        )}
      </div>
    </li>
  );
}

/** What the chain says was traded, newest first. */
export function LastFills({ fills, count, state, href, chainId }: Props) {
  const note = count > fills.length ? `${fills.length} of ${formatCount(count)}` : String(count);
  return (
    <Section title="Last fills" note={note} empty={NO_FILLS[state]}>
      {fills.length > 0 && (
        <ul>
          {fills.map((fill) => (
            <Fill key={fill.id} fill={fill} href={href} chainId={chainId} />
          ))}
        </ul>
      )}
    </Section>
  );
}
