import type { Chain } from '../../lib/chains/chain.ts';
import { larger } from '../../lib/money/fixed-point.ts';

/** Blocks are final at once on some chains; their nodes are behind each other all the same. */
const DEPTH_MIN = 64n;

/**
 * How deep a block lies that every node has which anybody is still sent to, in blocks: as deep as what is final, and no less than two
 * minutes of the quickest chain that is final at once. A node asked for logs that it doesn't have yet may answer that there are none
 * (geth did until 2025), and behind one name there may be several: what is to be known for good is read at this depth.
 */
export const sureDepthOf = ({ finalityBlocks }: Pick<Chain, 'finalityBlocks'>): bigint =>
  larger(BigInt(finalityBlocks), DEPTH_MIN);
