import type { Metadata } from 'next';
import { LiveRefresh } from '../../components/live/live-refresh.tsx';
import { formatSpan } from '../../components/portfolio/format.ts';
import { EmptyList, ListHeader } from '../../components/portfolio/portfolio-list.tsx';
import { PortfolioSection } from '../../components/portfolio/portfolio-section.tsx';
import { HaltBanner } from '../../components/shell/halt-banner.tsx';
import { Banner, Trouble } from '../../components/shell/notices.tsx';
import type { PortfolioListDto } from '../../lib/api/portfolio-dto.ts';
import type { Failure } from '../../lib/result.ts';
import { pages } from '../../services/wire/pages.ts';

export const metadata: Metadata = { title: 'Portfolios' };
export const dynamic = 'force-dynamic';

const REFRESH_SECONDS = 5;

/** One at a time, the gravest. */
function TopBanner({ list }: { readonly list: PortfolioListDto }) {
  const { bot, halted } = list;
  if (halted !== null) return <HaltBanner halted={halted} readAtSeconds={list.readAtSeconds} />;
  if (bot.stale)
    return (
      <Banner kind="warning" title="The bot is not running.">
        {bot.lastTickAgeSeconds === null
          ? 'It has never looked.'
          : `Its last tick was ${formatSpan(bot.lastTickAgeSeconds)} ago; one is expected every ${formatSpan(bot.intervalSeconds)}.`}{' '}
        What you see is what it saw then. Open orders can still be filled, within your contract’s rules.
      </Banner>
    );
  if (!list.simulated) return null;
  return (
    <Banner kind="note" title="Simulated market.">
      A chain on this machine, with prices that are replayed or made up. The contracts, orders and fills are
      real code at work; the money is not.
    </Banner>
  );
}

function DatabaseTrouble({ failure }: { readonly failure: Failure }) {
  return (
    <Trouble title={failure.message}>
      <p>Without the database nothing can be shown here, and the bot decides nothing and signs nothing.</p>
      <p>
        Whoever runs this site: check <code className="font-mono">DB_URL</code> and that Postgres is up, or
        start everything on this machine with <code className="font-mono">npm run demo</code>. This page tries
        again every {REFRESH_SECONDS} s.
      </p>
    </Trouble>
  );
}

export default async function PortfoliosPage() {
  const read = await pages().listPortfolios();
  return (
    <>
      {read.ok && <TopBanner list={read.value} />}
      <div className="mx-auto max-w-[70rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <ListHeader list={read.value} />
        ) : (
          <h1 className="text-2xl font-semibold tracking-tight">Portfolios</h1>
        )}
        <LiveRefresh
          readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
          intervalSeconds={REFRESH_SECONDS}
        />
        {!read.ok && <DatabaseTrouble failure={read.error} />}
        {read.ok && read.value.portfolioCount === 0 && <EmptyList />}
        {read.ok &&
          read.value.portfolios.map((portfolio) => (
            <PortfolioSection
              key={portfolio.id}
              portfolio={portfolio}
              readAtSeconds={read.value.readAtSeconds}
              isHalted={read.value.halted !== null}
            />
          ))}
      </div>
    </>
  );
}
