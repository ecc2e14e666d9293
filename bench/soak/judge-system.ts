import type { Sql } from 'postgres';
import { metricsApart, metricsIn } from '../../e2e/support/metrics-by-tables.ts';
import { all, type Check } from './judge-orders.ts';
import type { MemorySample } from './workers.ts';

export type System = { readonly admin: Sql; readonly webUrl: string; readonly metricsToken: string };

const scrape = async ({ webUrl, metricsToken }: System): Promise<ReadonlyMap<string, number>> => {
  const headers = { authorization: `Bearer ${metricsToken}` };
  const answer = await fetch(`${webUrl}/api/metrics`, { headers });
  if (!answer.ok) throw new Error(`/api/metrics answered ${answer.status}`);
  return metricsIn(await answer.text());
};

/** While nobody works, what is scraped is what the tables say. */
export const judgeMetrics = async (system: System): Promise<readonly Check[]> => {
  const scraped = await scrape(system);
  const { apart, compared } = await metricsApart(scraped, system.admin);
  const [open] = await system.admin`select count(*)::int as count from ticks where counted_at is null`;
  const of = (prefix: string): number =>
    [...scraped].reduce((sum, [name, value]) => sum + (name.startsWith(prefix) ? value : 0), 0);
  return [
    all('metrics are what the database says', apart, compared),
    all(
      'every tick is counted',
      open?.['count'] === 0 ? [] : [`${open?.['count']} are not`],
      of('balancer_ticks_total'),
    ),
    all(
      'requests to nodes, and those that fell back to another, are counted',
      [],
      Math.min(of('balancer_rpc_requests_total'), of('balancer_rpc_fallbacks_total')),
    ),
  ];
};

const middle = (samples: readonly MemorySample[]): number =>
  [...samples].map(({ bytes }) => bytes).sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;

const MIB = 2 ** 20;
/** Half of the 500 MB that a bot took before. */
const MOST_BYTES = 250 * 1_000_000;
/** By so much the last third of the time may lie above the second. */
const GROWTH_MOST = 1.1;
/** Below it a process is still warming up. */
const FLAT_MINUTES_MIN = 20;

/** A bot's memory is bounded, and where there was time enough to see it, flat. */
export const judgeMemory = (samples: readonly MemorySample[], minutes: number): readonly Check[] => {
  const peak = Math.max(0, ...samples.map(({ bytes }) => bytes));
  const third = Math.floor(samples.length / 3);
  const [second, last] = [middle(samples.slice(third, 2 * third)), middle(samples.slice(2 * third))];
  const thirds = `${(second / MIB).toFixed(0)} MiB in the second third, ${(last / MIB).toFixed(0)} in the last`;
  const isLong = minutes >= FLAT_MINUTES_MIN;
  return [
    {
      what: 'the bot takes less than 250 MB',
      isMet: peak > 0 && peak < MOST_BYTES,
      found: `${(peak / 1e6).toFixed(0)} MB at most`,
    },
    {
      what: 'its memory is flat',
      isMet: !isLong || last <= second * GROWTH_MOST,
      found: isLong ? thirds : `${thirds}; not judged in less than ${FLAT_MINUTES_MIN} minutes`,
    },
  ];
};

/** Everybody is served again, nobody was set aside for what others did, and the system says that it is well. */
export const judgeService = async ({ admin, webUrl }: System, members: number): Promise<readonly Check[]> => {
  const [served] = await admin`
    select count(*) filter (where l.looked_at > now() - interval '3 minutes')::int as lately,
      count(*) filter (where p.quarantine_reason is not null)::int as aside
    from leases l join portfolios p on p.id = l.id`;
  const ready = await fetch(`${webUrl}/api/health/ready`);
  return [
    all(
      'everybody was looked at in the last minutes',
      served?.['lately'] === members ? [] : [`${served?.['lately']}`],
      members,
    ),
    all('nobody was set aside', served?.['aside'] === 0 ? [] : [`${served?.['aside']}`], members),
    {
      what: '/api/health/ready says 200',
      isMet: ready.status === 200,
      found: `${ready.status} ${(await ready.text()).slice(0, 400)}`,
    },
  ];
};
