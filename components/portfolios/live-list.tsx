'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { ListChangesDto } from '../../lib/api/portfolio-list-changes.ts';
import type { PortfolioListDto } from '../../lib/api/portfolio-list-dto.ts';
import { LiveClock } from '../live/live.tsx';
import { useChanges } from '../live/use-changes.ts';
import { TopBanner } from '../shell/top-banner.tsx';
import { EmptyList } from './empty-list.tsx';
import { Pages, SortLinks } from './list-foot.tsx';
import { ListHeader } from './list-header.tsx';
import { mergeList } from './merge-list.ts';
import { PortfolioTable } from './portfolio-table.tsx';

/** Null while the server doesn't answer. */
async function askChanges({
  query,
  version,
  portfolios,
  rowVersions,
}: PortfolioListDto): Promise<ListChangesDto | null> {
  const rows = portfolios.map(({ id }, index) => `${id}:${rowVersions[index] ?? ''}`).join(',');
  const words = new URLSearchParams({ sort: query.sort, page: String(query.page), version, rows });
  if (query.state !== null) words.set('state', query.state);
  try {
    const answer = await fetch(`/api/live/portfolios?${words}`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(4_000),
    });
    return answer.ok ? ((await answer.json()) as ListChangesDto) : null;
  } catch {
    return null;
  }
}

type Props = { readonly initial: PortfolioListDto; readonly intervalSeconds: number };

/** The list, kept current row by row. */
export function LiveList({ initial, intervalSeconds }: Props) {
  const router = useRouter();
  const [list, setList] = useState(initial);
  const [checked, setChecked] = useState({ readAtSeconds: initial.readAtSeconds, readAtMs: 0 });
  const [reachable, setReachable] = useState(true);
  const arrived = (readAtSeconds: number): void => setChecked({ readAtSeconds, readAtMs: performance.now() });
  const shown = useRef(list);
  shown.current = list;
  useEffect(() => {
    setList(initial);
    setChecked({ readAtSeconds: initial.readAtSeconds, readAtMs: performance.now() });
  }, [initial]);
  const look = async (): Promise<void> => {
    const changes = await askChanges(list);
    setReachable(changes !== null);
    // Another page may have been chosen meanwhile.
    if (changes === null || shown.current !== list) return;
    const merged = changes.list === null ? list : mergeList(list, changes.list);
    if (changes.version === null || merged === null) return router.refresh();
    setList(merged);
    arrived(changes.readAtSeconds);
  };
  const way = useChanges({ portfolioId: null, isTold: true, intervalSeconds, look });
  return (
    <LiveClock read={{ ...checked, way, intervalSeconds, reachable }}>
      <TopBanner {...list} />
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        <ListHeader list={list} />
        {list.portfolios.length === 0 ? (
          <EmptyList isFiltered={list.query.state !== null} />
        ) : (
          <>
            <SortLinks list={list} />
            <PortfolioTable list={list} />
            <Pages list={list} />
          </>
        )}
      </div>
    </LiveClock>
  );
}
