import type { FaultyHttp, HttpFault } from '../../e2e/support/faulty-http.ts';
import type { FaultyNode, Fault as NodeFault } from '../../e2e/support/faulty-node.ts';

/** What is done to the system now and then. It begins, lasts, and is taken back by what it answers. */
export type Fault = { readonly name: string; readonly begin: () => Promise<() => Promise<void>> };

export type FaultParts = {
  /** Two ways to the same chain. */
  readonly nodes: readonly [FaultyNode, FaultyNode];
  readonly orderbook: FaultyHttp;
  readonly database: {
    /** In order, or as after a crash; answers how it is started again. */
    readonly stop: (how: 'in-order' | 'crash') => Promise<() => Promise<void>>;
  };
  /** Kills a worker; another one takes its place. */
  readonly killWorker: () => Promise<void>;
};

const NODE_FAULTS: readonly NodeFault[] = [
  ...(['hanging', 'rate-limited', 'bad-gateway', 'truncated', 'broken', 'empty'] as const).map((kind) => ({
    kind,
  })),
  ...(['cut-body', 'other-id', 'left-out', 'reset', 'answer-lost', 'slow-body'] as const).map((kind) => ({
    kind,
  })),
  { kind: 'lagging', blocks: 3n },
];

const ORDERBOOK_FAULTS: readonly HttpFault[] = [
  ...(['unavailable', 'broken', 'bad-gateway', 'rate-limited', 'reset'] as const),
  ...(['answer-lost', 'empty', 'truncated', 'hanging', 'web-page'] as const),
];

const onNodes = (name: string, nodes: readonly FaultyNode[], fault: NodeFault): Fault => ({
  name: `${name}: ${fault.kind}`,
  begin: async () => {
    for (const node of nodes) node.set(fault);
    return async () => {
      for (const node of nodes) node.set({ kind: 'none' });
    };
  },
});

/** Every fault there is, each kind about as often as the others. */
export const faultsOf = ({ nodes, orderbook, database, killWorker }: FaultParts): readonly Fault[][] => [
  NODE_FAULTS.map((fault) => onNodes('one node', nodes.slice(0, 1), fault)),
  NODE_FAULTS.map((fault) => onNodes('both nodes', nodes, fault)),
  ORDERBOOK_FAULTS.map((fault) => ({
    name: `1inch: ${fault}`,
    begin: async () => {
      orderbook.set(fault);
      return async () => orderbook.set('none');
    },
  })),
  (['in-order', 'crash'] as const).map((how) => ({
    name: `the database stops (${how})`,
    begin: () => database.stop(how),
  })),
  [
    {
      name: 'a worker is killed',
      begin: async () => {
        await killWorker();
        return async () => undefined;
      },
    },
  ],
];
