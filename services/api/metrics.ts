import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What a scrape tells, all of it from the database: web app and bots are several processes, and any of them may be asked. */
export type Metered = {
  /** Open ones by kind. */
  readonly alerts: Readonly<Partial<Record<string, number>>>;
  readonly due: number;
  readonly leaseAgeSeconds: number | null;
  readonly liveOrders: Readonly<Record<string, number>>;
  readonly fills: number;
  readonly pendingMessages: number;
  readonly chains: readonly {
    readonly chainId: number;
    readonly headBlock: string;
    readonly headAgeSeconds: number;
  }[];
  /** Name, label and value of what ticks have summed up. */
  readonly totals: readonly (readonly [name: string, label: string, value: number])[];
  readonly tickSecondsBounds: readonly number[];
};

const PREFIX = 'balancer_';

const byLabel = ({ totals }: Metered, name: string): readonly (readonly [string, number])[] =>
  totals.flatMap(([of, label, value]) => (of === name ? [[label, value] as const] : []));

const countersOf = (metered: Metered, registry: Registry): void => {
  const counted = [
    ['ticks', 'source', 'Ticks that have ended, by who asked for them.'],
    ['tick_errors', 'code', 'Ticks that failed, by code.'],
    ['decisions', 'reason', 'Looks, by why nothing was traded; act = something was.'],
    ['orders', 'venue', 'Orders that were signed.'],
  ] as const;
  for (const [name, label, help] of counted) {
    const counter = new Counter({
      ...{ name: `${PREFIX}${name}_total`, help, labelNames: [label], registers: [registry] },
    });
    for (const [value, count] of byLabel(metered, name)) counter.inc({ [label]: value }, count);
  }
};

/** Its sums were made by other processes, so it is told them instead of being fed. */
const histogramOf = (metered: Metered, registry: Registry): void => {
  const name = `${PREFIX}tick_seconds`;
  const histogram = new Histogram({
    ...{ name, help: 'How long ticks took.', buckets: [...metered.tickSecondsBounds], registers: [registry] },
  });
  const buckets = new Map(byLabel(metered, 'tick_seconds_bucket'));
  const count = byLabel(metered, 'ticks').reduce((sum, [, value]) => sum + value, 0);
  const [[, sum] = ['', 0]] = byLabel(metered, 'tick_seconds_sum');
  const sampleOf = (metricName: string, value: number, labels: Readonly<Record<string, string>> = {}) => ({
    ...{ metricName, value, labels },
  });
  const described = {
    ...{ name, help: 'How long ticks took.', type: 'histogram', aggregator: 'sum' },
    values: [
      ...metered.tickSecondsBounds.map((bound) =>
        sampleOf(`${name}_bucket`, buckets.get(String(bound)) ?? 0, { le: String(bound) }),
      ),
      sampleOf(`${name}_bucket`, count, { le: '+Inf' }),
      sampleOf(`${name}_sum`, sum),
      sampleOf(`${name}_count`, count),
    ],
  };
  Object.assign(histogram, { getForPromString: async () => described });
};

const gaugesOf = (metered: Metered, registry: Registry): void => {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `${PREFIX}${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const { alerts, liveOrders, chains, leaseAgeSeconds } = metered;
  gauge('due_portfolios', 'Portfolios whose turn has come.').set(metered.due);
  gauge('lease_age_seconds', 'How long the longest waiting has been due.').set(leaseAgeSeconds ?? 0);
  gauge('fills', 'Fills that are known; one that a reorganisation takes away is none.').set(metered.fills);
  gauge('pending_messages', 'Messages of alerts that are yet to be told.').set(metered.pendingMessages);
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
  histogramOf(metered, registry);
  gaugesOf(metered, registry);
  return registry.metrics();
};
