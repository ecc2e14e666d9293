import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { collectMetrics, type Metered } from './metrics.ts';

const LABELS: Readonly<Record<string, string>> = {
  ...{ ticks: 'loop', tick_errors: 'killed', decisions: 'act', orders: 'order-book' },
  ...{ rpc_requests: 'anvil|node.example|eth_call|ok', rpc_fallbacks: 'anvil|node.example' },
  ...{ lens_requests: 'anvil', lens_splits: 'anvil', http_requests: 'listChains|200' },
};

const METERED: Metered = {
  ...{ alerts: { HIGH_DRIFT: 1 }, due: 1, leaseAgeSeconds: 2, liveOrders: { open: 1 }, fills: 3 },
  ...{
    pendingMessages: 0,
    clockAheadSeconds: 0,
    chains: [{ chainId: 1, headBlock: '7', headAgeSeconds: 3 }],
  },
  tickSecondsBounds: [1],
  totals: [
    ...Object.entries(LABELS).map(([name, label]) => [name, label, 1] as const),
    ...(['tick_seconds', 'rpc_seconds', 'http_seconds'] as const).flatMap((name) => {
      const label = { tick_seconds: '', rpc_seconds: 'anvil|node.example', http_seconds: 'listChains' }[name];
      const bucket = label === '' ? '1' : `${label}|1`;
      return [
        [`${name}_bucket`, bucket, 1],
        [`${name}_sum`, label, 0.5],
        [`${name}_count`, label, 1],
      ] as const;
    }),
  ],
};

/** Each name that is printed, with the labels that it has. */
const printed = async (): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const names = new Map<string, Set<string>>();
  for (const line of (await collectMetrics(METERED)).split('\n')) {
    const [, name, labels = ''] = /^(balancer_\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const known = names.get(name) ?? new Set<string>();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    names.set(name, known);
  }
  return names;
};

type Panel = { title: string; targets: { expr: string; legendFormat: string }[] };
const dashboard = JSON.parse(readFileSync('deploy/grafana/1balancer.json', 'utf8')) as { panels: Panel[] };
const EXPRESSIONS = [
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...[...readFileSync('deploy/grafana/alert-rules.yml', 'utf8').matchAll(/alert: (\w+)\n\s+expr: (.*)/g)].map(
    ([, name = '', expr = '']) => [name, expr] as const,
  ),
];

describe('the dashboard and the alert rules', () => {
  it.each(EXPRESSIONS)('%s asks for nothing that is not printed: %s', async (_, expr) => {
    const names = await printed();
    const asked = [...expr.matchAll(/balancer_\w+/g)].map(([name]) => name);
    expect(asked.length).toBeGreaterThan(0);
    for (const name of asked) expect([...names.keys()]).toContain(name);
    const labels = new Set(asked.flatMap((name) => [...(names.get(name) ?? [])]));
    const used = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
    for (const label of [...used, ...[...expr.matchAll(/[{,](\w+)[=!]/g)].map(([, name = '']) => name)])
      expect([...labels]).toContain(label);
  });

  it('show every family that there is', async () => {
    const text = EXPRESSIONS.map(([, expr]) => expr).join('\n');
    for (const name of (await printed()).keys()) {
      const family = name.replace(/_(bucket|sum|count)$/, '');
      expect(text).toContain(family);
    }
  });
});
