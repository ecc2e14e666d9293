import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { LABEL_BETWEEN, REQUEST_SECONDS, type Total } from '../../lib/tally.ts';

/** What a scrape tells, all of it from the database: web app and bots are several processes, and any of them may be asked. */
export type Metered = {
  /** Open ones by kind. */
  readonly alerts: Readonly<Partial<Record<string, number>>>;
  readonly due: number;
  readonly leaseAgeSeconds: number | null;
  readonly liveOrders: Readonly<Record<string, number>>;
  readonly fills: number;
  readonly pendingMessages: number;
  /** Of the machine that is asked, by the database's. */
  readonly clockAheadSeconds: number;
  readonly chains: readonly {
    readonly chainId: number;
    readonly headBlock: string;
    readonly headAgeSeconds: number;
  }[];
  /** Name, label and value of what ticks have summed up. */
  readonly totals: readonly Total[];
  readonly tickSecondsBounds: readonly number[];
};

const PREFIX = 'balancer_';

type Family = { readonly name: string; readonly labels: readonly string[]; readonly help: string };

const labelsOf = (names: readonly string[], label: string): Readonly<Record<string, string>> => {
  const parts = label.split(LABEL_BETWEEN);
  return Object.fromEntries(names.map((name, place) => [name, parts[place] ?? '']));
};

/** Of one family, by label. */
const totalsOf = ({ totals }: Metered, name: string): readonly (readonly [string, number])[] =>
  totals.flatMap(([of, label, value]) => (of === name ? [[label, value] as const] : []));

const COUNTERS: readonly Family[] = [
  { name: 'ticks', labels: ['source'], help: 'Ticks that are over, by who asked for them.' },
  { name: 'tick_errors', labels: ['code'], help: 'Ticks that failed, by code; killed = it never ended.' },
  { name: 'decisions', labels: ['reason'], help: 'Looks, by why nothing was traded; act = something was.' },
  { name: 'orders', labels: ['venue'], help: 'Orders that were signed.' },
  {
    ...{ name: 'rpc_requests', labels: ['chain', 'host', 'method', 'outcome'] },
    help: 'What nodes were asked; refused = the node said no, the rest are codes of failures.',
  },
  {
    name: 'rpc_fallbacks',
    labels: ['chain', 'host'],
    help: 'Requests that the next node was asked after this one.',
  },
  { name: 'lens_requests', labels: ['chain'], help: 'Calls of the lens.' },
  {
    name: 'lens_splits',
    labels: ['chain'],
    help: 'Parts of a read that had to be asked again in smaller ones.',
  },
  { name: 'http_requests', labels: ['endpoint', 'status'], help: 'Requests that the API has answered.' },
];

const HISTOGRAMS: readonly (Family & { readonly bounds: readonly number[] | 'ticks' })[] = [
  { name: 'tick_seconds', labels: [], help: 'How long ticks took.', bounds: 'ticks' },
  {
    ...{ name: 'rpc_seconds', labels: ['chain', 'host'], bounds: REQUEST_SECONDS },
    help: 'How long nodes took to answer.',
  },
  {
    ...{ name: 'http_seconds', labels: ['endpoint'], bounds: REQUEST_SECONDS },
    help: 'How long the API took to answer.',
  },
];

const countersOf = (metered: Metered, registry: Registry): void => {
  for (const { name, labels, help } of COUNTERS) {
    const counter = new Counter({
      ...{ name: `${PREFIX}${name}_total`, help, labelNames: [...labels], registers: [registry] },
    });
    for (const [label, count] of totalsOf(metered, name)) counter.inc(labelsOf(labels, label), count);
  }
};

type Sample = {
  readonly metricName: string;
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
};

/** One histogram's lines, of every label that it has been counted under. */
const samplesOf = (metered: Metered, family: Family, bounds: readonly number[]): readonly Sample[] => {
  const name = `${PREFIX}${family.name}`;
  const buckets = new Map(totalsOf(metered, `${family.name}_bucket`));
  const sums = new Map(totalsOf(metered, `${family.name}_sum`));
  const counts = new Map(totalsOf(metered, `${family.name}_count`));
  const labelled = family.labels.length === 0 ? [''] : [...counts.keys()];
  return labelled.flatMap((label) => {
    const labels = labelsOf(family.labels, label);
    const count = counts.get(label) ?? 0;
    const inBucket = (bound: number): number =>
      buckets.get(label === '' ? String(bound) : [label, bound].join(LABEL_BETWEEN)) ?? 0;
    return [
      ...bounds.map((bound) => ({
        ...{ metricName: `${name}_bucket`, value: inBucket(bound), labels: { ...labels, le: String(bound) } },
      })),
      { metricName: `${name}_bucket`, value: count, labels: { ...labels, le: '+Inf' } },
      { metricName: `${name}_sum`, value: sums.get(label) ?? 0, labels },
      { metricName: `${name}_count`, value: count, labels },
    ];
  });
};

/** Its sums were made by other processes, so it is told them instead of being fed. */
const histogramsOf = (metered: Metered, registry: Registry): void => {
  for (const family of HISTOGRAMS) {
    const { help } = family;
    const name = `${PREFIX}${family.name}`;
    const bounds = family.bounds === 'ticks' ? metered.tickSecondsBounds : family.bounds;
    const histogram = new Histogram({ name, help, labelNames: [...family.labels], registers: [registry] });
    const values = samplesOf(metered, family, bounds);
    const described = { name, help, type: 'histogram', aggregator: 'sum', values };
    Object.assign(histogram, { getForPromString: async () => described });
  }
};

const gaugesOf = (metered: Metered, registry: Registry): void => {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const { alerts, liveOrders, chains, leaseAgeSeconds } = metered;
  gauge('due_portfolios', 'Portfolios whose turn has come.').set(metered.due);
  gauge('lease_age_seconds', 'How long the longest waiting has been due.').set(leaseAgeSeconds ?? 0);
  gauge('fills', 'Fills that are known; one that a reorganisation takes away is none.').set(metered.fills);
  gauge('pending_messages', 'Messages of alerts that are yet to be told.').set(metered.pendingMessages);
  gauge('clock_ahead_seconds', 'This machine’s clock by the database’s; below 0 it is behind.').set(
    metered.clockAheadSeconds,
  );
  const open = gauge('open_alerts', 'Alerts that have not recovered.', ['kind']);
  for (const [kind, count] of Object.entries(alerts)) open.set({ kind }, count ?? 0);
  const live = gauge('live_orders', 'Orders that may still be filled.', ['status']);
  for (const [status, count] of Object.entries(liveOrders)) live.set({ status }, count);
  const head = gauge('chain_head_block', 'The last block that a tick has settled.', ['chain']);
  const age = gauge('chain_head_age_seconds', 'Since a tick has settled it.', ['chain']);
  for (const { chainId, headBlock, headAgeSeconds } of chains) {
    head.set({ chain: chainId }, Number(headBlock));
    age.set({ chain: chainId }, headAgeSeconds);
  }
};

/** Metrics in Prometheus' text form (0.0.4). */
export const collectMetrics = (metered: Metered): Promise<string> => {
  const registry = new Registry();
  countersOf(metered, registry);
  histogramsOf(metered, registry);
  gaugesOf(metered, registry);
  return registry.metrics();
};
