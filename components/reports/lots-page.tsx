import { LOT_MOVEMENTS_MAX, type LotsDto } from '../../lib/api/lots.ts';
import type { LotsPageDto, LotsView } from '../../lib/api/lots-page-dto.ts';
import { LOT_METHODS } from '../../lib/reports/lot-events.ts';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { ChoiceLinks } from '../ui/choice-links.tsx';
import { formatCount } from '../ui/format.ts';
import { Disposals } from './disposals.tsx';
import { LotTotals } from './lot-totals.tsx';
import { METHOD_WORDS } from './lot-words.ts';
import { HarvestHints, OpenLots } from './open-lots.tsx';
import { OwnersOnly, ReportFrame } from './report-frame.tsx';

const queryOf = ({ method, year }: LotsView): string => {
  const wanted = [method !== 'fifo' && `method=${method}`, year !== null && `year=${year}`].filter(Boolean);
  return wanted.length === 0 ? '' : `?${wanted.join('&')}`;
};

function Choices({ page, lots }: { readonly page: LotsPageDto; readonly lots: LotsDto }) {
  const href = `${portfolioHref(page.portfolio)}/reports/lots`;
  const { view } = page;
  return (
    <div className="flex flex-wrap justify-between gap-x-8 gap-y-1 text-ink-soft">
      <nav aria-label="Method">
        <ChoiceLinks
          here={`${href}${queryOf(view)}`}
          choices={LOT_METHODS.map((method) => ({
            name: METHOD_WORDS[method],
            href: `${href}${queryOf({ ...view, method })}`,
          }))}
        />
      </nav>
      {lots.years.length > 0 && (
        <nav aria-label="Year" className="print:hidden">
          <ChoiceLinks
            here={`${href}${queryOf(view)}`}
            choices={[null, ...lots.years.map(({ year }) => year)].map((year) => ({
              name: year === null ? 'All years' : `${year}`,
              href: `${href}${queryOf({ ...view, year })}`,
            }))}
          />
        </nav>
      )}
    </div>
  );
}

function Lots({ page, lots }: { readonly page: LotsPageDto; readonly lots: LotsDto }) {
  return (
    <>
      <Choices page={page} lots={lots} />
      <LotTotals lots={lots} />
      <OpenLots lots={lots} />
      <HarvestHints lots={lots} />
      <Disposals lots={lots} year={page.view.year} />
    </>
  );
}

const filesOf = ({ portfolio, view, answer }: LotsPageDto) => {
  if (answer?.lots == null) return [];
  const of = `/api/portfolios/${portfolio.id}/lots?method=${view.method}${view.year === null ? '' : `&year=${view.year}`}`;
  return [
    { name: 'Sold and withdrawn as CSV', href: `${of}&format=csv` },
    { name: 'Open lots as CSV', href: `${of}&format=csv&table=open` },
    { name: 'All as JSON', href: of },
  ];
};

/** Tax lots, for the owner: what is still there, what left, and what that realised. */
export function LotsPage({ page }: { readonly page: LotsPageDto }) {
  const { answer } = page;
  return (
    <ReportFrame
      head={page}
      title="Tax lots"
      path="/reports/lots"
      about="What came, at what cost, and which of it left. A deposit costs what it was worth when it came: what you once paid for it is not known here. What a trade brought is at once the proceeds of what was given and the cost of what came. A withdrawal realises nothing. Information for you and your tax adviser, no advice."
      files={filesOf(page)}
    >
      {answer === null && <OwnersOnly />}
      {answer !== null && answer.lots === null && (
        <p className="max-w-prose text-pretty">
          This portfolio has more than {formatCount(LOT_MOVEMENTS_MAX)} movements, too many to follow at once.
          Its movements can be exported from the API, page by page.
        </p>
      )}
      {answer?.lots != null && <Lots page={page} lots={answer.lots} />}
    </ReportFrame>
  );
}
