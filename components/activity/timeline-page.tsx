import {
  TIMELINE_ACTORS,
  TIMELINE_KINDS,
  type TimelineActor,
  type TimelineDto,
  type TimelineKind,
  type TimelineLineDto,
  timelineHref,
} from '../../lib/api/timeline-dto.ts';
import { LiveStatus } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { ChoiceLinks } from '../ui/choice-links.tsx';
import { formatDay } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Exports } from './exports.tsx';
import { TimelineLine } from './timeline-line.tsx';

const DAY_SECONDS = 86_400;

const KIND_WORDS: Readonly<Record<TimelineKind, string>> = {
  money: 'Money',
  fill: 'Fills',
  change: 'Changes',
  decision: 'Decisions to trade',
  check: 'Checks',
};
const ACTOR_WORDS: Readonly<Record<TimelineActor, string>> = {
  owner: 'the owner',
  bot: 'the bot',
  taker: 'a taker',
  anyone: 'anyone',
  operator: 'the operator',
};

function Filters({ timeline, href }: { readonly timeline: TimelineDto; readonly href: string }) {
  const view = { ...timeline.view, before: null };
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-1 border-y border-line py-2.5 text-ink-soft">
      <nav aria-label="Kind">
        What:{' '}
        <ChoiceLinks
          here={timelineHref(href, view)}
          choices={[null, ...TIMELINE_KINDS].map((kind) => ({
            name: kind === null ? 'Everything' : KIND_WORDS[kind],
            href: timelineHref(href, { ...view, kind }),
          }))}
        />
      </nav>
      <nav aria-label="Actor">
        By:{' '}
        <ChoiceLinks
          here={timelineHref(href, view)}
          choices={[null, ...TIMELINE_ACTORS].map((actor) => ({
            name: actor === null ? 'anybody' : ACTOR_WORDS[actor],
            href: timelineHref(href, { ...view, actor }),
          }))}
        />
      </nav>
    </div>
  );
}

/** Lines of one day of UTC each, in their order. */
const byDay = (
  lines: readonly TimelineLineDto[],
): readonly (readonly [daySeconds: number, lines: readonly TimelineLineDto[]])[] => {
  const days = new Map<number, TimelineLineDto[]>();
  for (const line of lines) {
    const day = line.atSeconds - (line.atSeconds % DAY_SECONDS);
    const known = days.get(day);
    if (known === undefined) days.set(day, [line]);
    else known.push(line);
  }
  return [...days];
};

/** Everything that happened to a portfolio, by whom, the latest first, and nothing is ever taken out. */
export function TimelinePage({ timeline }: { readonly timeline: TimelineDto }) {
  const { portfolio, view, lines, nextBefore, isOwner, isTold } = timeline;
  const href = portfolioHref(portfolio);
  const isFiltered = view.kind !== null || view.actor !== null || view.before !== null;
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8">
        <BackLink href={href}>{portfolio.name}</BackLink>
        <LiveStatus />
      </div>
      <h1 className="pt-1 pb-3 text-2xl font-semibold tracking-tight">Activity</h1>
      <Filters timeline={timeline} href={href} />
      <div className="space-y-6 pt-5">
        {lines.length === 0 && (
          <p className="py-2.5 text-ink-soft">
            {isFiltered
              ? 'Nothing of this kind happened.'
              : 'Nothing yet. Deposits, fills, checks and every change of the contract or its policy appear here.'}
          </p>
        )}
        {byDay(lines).map(([day, some]) => (
          <Section key={day} title={formatDay(day)}>
            <ul>
              {some.map((line) => (
                <TimelineLine key={line.id} line={line} portfolio={portfolio} isOwner={isOwner} />
              ))}
            </ul>
          </Section>
        ))}
        <p className="flex flex-wrap gap-x-6">
          {view.before !== null && (
            <PageLink
              href={timelineHref(href, { ...view, before: null })}
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              Back to the latest
            </PageLink>
          )}
          {nextBefore !== null && (
            <PageLink
              href={timelineHref(href, { ...view, before: nextBefore })}
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              What came before
            </PageLink>
          )}
        </p>
        <Exports portfolioId={portfolio.id} isTold={isTold} />
      </div>
    </>
  );
}
