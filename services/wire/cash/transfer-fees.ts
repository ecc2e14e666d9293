import { type CctpChain, FINALITY } from '../../../lib/cctp/domains.ts';
import { maxFeeUnitsUp } from '../../../lib/cctp/fee.ts';
import type { AttestationApi } from '../../../lib/cctp/transfer-ports.ts';

/** What Circle takes at most of transfers from one chain to others, by their ids; of whom nothing is known is not there. */
export type TransferFees = (
  source: CctpChain,
  destinations: readonly CctpChain[],
) => Promise<ReadonlyMap<number, number>>;

/** A fee is asked for again after that. */
const KEPT_MS = 10 * 60_000;
const WHOLE = 10_000_000n;

type Kept = { readonly bps: number; readonly untilMs: number };

/** A fee of exactly nothing is written as the least that a burn names, which no basis point is left of. */
const bpsUp = (shareE7: bigint): number | null => {
  if (shareE7 === 0n) return 0;
  const fee = maxFeeUnitsUp(WHOLE, shareE7);
  return fee.ok ? Number((fee.value + 999n) / 1_000n) : null;
};

/** Asks Circle for fees of transfers at standard finality, and remembers them for ten minutes. One for a process. */
export const openTransferFees = (api: AttestationApi | null, monotonicMs: () => number): TransferFees => {
  const kept = new Map<string, Kept>();
  const feeOf = async (source: number, destination: number): Promise<number | null> => {
    if (api === null) return null;
    const key = `${source}:${destination}`;
    const known = kept.get(key);
    if (known !== undefined && monotonicMs() < known.untilMs) return known.bps;
    const share = await api.feeShareE7({ source, destination }, FINALITY.standard);
    const bps = share.ok ? bpsUp(share.value) : null;
    if (bps !== null) kept.set(key, { bps, untilMs: monotonicMs() + KEPT_MS });
    return bps;
  };
  return async (source, destinations) => {
    const fees = new Map<number, number>();
    for (const { chainId, domain } of destinations) {
      const bps = await feeOf(source.domain, domain);
      if (bps !== null) fees.set(chainId, bps);
    }
    return fees;
  };
};
