import { larger, smaller } from '../../lib/money/fixed-point.ts';

/** Where a factory's log is looked through next. */
export type FindingPlace = {
  /** First block that the factory can be found in. */
  readonly first: bigint;
  /** The last block that was looked through; null = none yet. */
  readonly reach: bigint | null;
  readonly head: bigint;
  /** How deep a block is one that every node has, and that is final. */
  readonly sureDepth: bigint;
};

/**
 * The blocks since the last pass, and once more those that the chain may still change its mind about, or that who was asked may not have had, both ends included. Null where the
 * factory is younger than the head.
 */
export const blocksToFind = ({
  first,
  reach,
  head,
  sureDepth,
}: FindingPlace): { readonly fromBlock: bigint; readonly toBlock: bigint } | null => {
  const after = reach === null ? first : smaller(reach, head) + 1n;
  const fromBlock = larger(first, after - sureDepth);
  return fromBlock > head ? null : { fromBlock, toBlock: head };
};
