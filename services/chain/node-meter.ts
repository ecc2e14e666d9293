import type { Tally } from '../../lib/tally.ts';
import type { ReadCost } from './read-in-parts.ts';

/** How one request to a node ended: `ok`, `refused` by the node's own word, or the code of a failure. */
export type NodeRequest = {
  readonly host: string;
  readonly method: string;
  readonly outcome: string;
  readonly seconds: number;
};

/** Told of what is asked of a chain's nodes. */
export type NodeMeter = {
  readonly asked: (request: NodeRequest) => void;
  /** Another node was asked the same, or had been at the same moment. */
  readonly fellBack: (fromHost: string) => void;
  /** Of a read by the lens: requests beyond the first, and parts that were too large, are splits. */
  readonly readInParts: (cost: ReadCost) => void;
};

/** @param chain how the chain is named */
export const nodeMeter = (tally: Tally, chain: string): NodeMeter => ({
  asked: ({ host, method, outcome, seconds }) => {
    tally.add('rpc_requests', [chain, host, method, outcome]);
    tally.time('rpc_seconds', [chain, host], seconds);
  },
  fellBack: (fromHost) => tally.add('rpc_fallbacks', [chain, fromHost]),
  readInParts: ({ requests, splits }) => {
    tally.add('lens_requests', [chain], requests);
    if (splits > 0) tally.add('lens_splits', [chain], splits);
  },
});
