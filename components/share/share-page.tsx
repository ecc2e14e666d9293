import type { ShareCardDto } from '../../lib/api/share-card-dto.ts';
import { percentText, signedPointsText } from '../../lib/money/display.ts';
import { ReasonLine } from '../portfolio/reason-line.tsx';
import { ShareBars } from '../portfolio/share-bars.tsx';
import { Banner } from '../shell/notices.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { explorerHref } from '../ui/explorer-href.ts';
import { Figure } from '../ui/figure.tsx';
import { formatInstant, formatSpan, formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';

/** "+1.84 %": a return, with its sign. */
const returnText = (bps: number | null): string =>
  bps === null ? '–' : `${bps > 0 ? '+' : ''}${percentText(bps, 2)} %`;

function Figures({ card }: { readonly card: ShareCardDto }) {
  const { timeWeightedBps, holdBps, sinceSeconds, trackingErrorBps, places, valueUsd } = card;
  const difference = timeWeightedBps === null || holdBps === null ? null : timeWeightedBps - holdBps;
  const since =
    sinceSeconds === null ? 'no look could be valued yet' : `since ${formatInstant(sinceSeconds)}`;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-6 lg:grid-cols-4">
      <Figure label="Return" value={returnText(timeWeightedBps)}>
        time-weighted, {since}
      </Figure>
      <Figure label="Against holding" value={difference === null ? '–' : signedPointsText(difference, 2)}>
        the basket left alone: {returnText(holdBps)}
      </Figure>
      <Figure
        label="Tracking error"
        value={trackingErrorBps === null ? '–' : `${percentText(trackingErrorBps, places)} %`}
      >
        of the value would have to change hands
      </Figure>
      {valueUsd !== null && (
        <Figure label="Value" value={formatUsd(valueUsd)}>
          its owner shows amounts
        </Figure>
      )}
    </dl>
  );
}

/** A portfolio for whoever has its link: shares, state and returns, and amounts only where its owner allows them. */
export function SharePage({ card }: { readonly card: ShareCardDto }) {
  const { name, address, chainId, simulated, readAtSeconds, lookedAtSeconds } = card;
  return (
    <>
      {simulated && (
        <Banner kind="note" title="Simulated market.">
          A chain on one machine, with prices that are replayed or made up.
        </Banner>
      )}
      <div className="mx-auto max-w-[54rem] px-5 pt-6 pb-16 sm:px-9">
        <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{name}</h1>
        <p className="flex flex-wrap items-center gap-x-2 pt-1 pb-4 text-ink-soft">
          <Hex hex={address} kind="address" href={explorerHref(chainId, 'address', address)} /> · chain{' '}
          {chainId} · shared by its owner
        </p>
        <ReasonLine state={card.state} detail={card.stateDetail} why={card.why}>
          looked {formatSpan(Math.max(0, readAtSeconds - lookedAtSeconds))} before this page was read
        </ReasonLine>
        <Figures card={card} />
        <Section title="Target and actual" note="each bar is scaled to its own band">
          <ShareBars assets={card.assets} places={card.places} />
        </Section>
        <p className="border-t border-line pt-4 mt-8 text-pretty text-ink-soft">
          The tokens lie in a contract of their owner; a bot signs orders that bring them back to these
          targets.{' '}
          <PageLink href="/" className="text-accent underline">
            How it works
          </PageLink>
          , or{' '}
          <PageLink href="/demo" className="text-accent underline">
            try it
          </PageLink>
          .
        </p>
      </div>
    </>
  );
}
