import type { ChainRecord } from './chain-record.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** What was broken: the invariant's number and what is wrong. */
export type Violation = string;

/** What an invariant is asked of, once the scenario is over. */
export type Asked = {
  readonly world: SimulatedWorld;
  readonly chain: ChainRecord;
  /** Hashes of the blocks that reorganisations took away. */
  readonly goneBlocks: ReadonlySet<string>;
  /** The tick that ran after the faults had stopped. */
  readonly lastTickId: string;
};
