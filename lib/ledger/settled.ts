import type { Block } from './chain-facts.ts';

/** How things stand after settling. */
export type Settled = {
  /** Decisions are taken on this block. */
  readonly head: Block;
  /**
   * `settled`: the database says what the chain says at `head`. `lagging`: the node is behind what is already known, so that
   * nothing can be concluded. `behind`: time ran out before the index reached the head.
   */
  readonly state: 'settled' | 'lagging' | 'behind';
  readonly reorganised: boolean;
};
