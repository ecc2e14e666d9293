import { type Call, type Fees, type Revocable, revocationOf } from '../../lib/ledger/call.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TickLog } from './tick-deps.ts';

export type RevokePorts = {
  readonly chainId: number;
  /** While trading is stopped, the largest value first; none else. */
  readonly revocable: (limit: number) => Promise<Result<readonly Revocable[]>>;
  readonly estimateGas: (call: Pick<Call, 'sender' | 'target' | 'data'>) => Promise<Result<bigint>>;
  readonly market: () => Promise<Result<Fees>>;
  readonly wish: (wished: {
    readonly call: Call;
    readonly generation: bigint;
    readonly valueUsdE18: bigint | null;
    readonly orderId: null;
  }) => Promise<Result<void>>;
  readonly perTickMax: number;
  /** What the revocations of one tick may cost at most, in wei. */
  readonly feeWeiPerTickMax: bigint;
  readonly log: TickLog;
};

/**
 * While trading is stopped, wishes the open orders of the portfolios with the largest value in them revoked on chain, at most so many a tick
 * and within its budget. Doing it again wishes nothing twice.
 */
export const revokeOrders = async (ports: RevokePorts): Promise<Result<number>> => {
  const found = await ports.revocable(ports.perTickMax);
  if (!found.ok) return found;
  if (found.value.length === 0) return ok(0);
  const market = await ports.market();
  if (!market.ok) return market;
  let spentWei = 0n;
  let wished = 0;
  for (const { portfolioId, account, signer, ...rest } of found.value) {
    const { generation, stop, valueUsdE18 } = rest;
    const bare = { chainId: ports.chainId, portfolioId, sender: signer, target: account, generation, stop };
    const gasLimit = await ports.estimateGas(revocationOf({ ...bare, gasLimit: 0n }));
    if (!gasLimit.ok) {
      ports.log.warn({ account, why: gasLimit.error.message }, 'revocation-not-estimated');
      continue;
    }
    spentWei += gasLimit.value * market.value.maxFeeWei;
    if (spentWei > ports.feeWeiPerTickMax) {
      ports.log.warn({ left: found.value.length - wished }, 'revocations-over-budget');
      break;
    }
    const call = revocationOf({ ...bare, gasLimit: gasLimit.value });
    const written = await ports.wish({ call, generation, valueUsdE18, orderId: null });
    if (!written.ok) return written;
    wished += 1;
  }
  return ok(wished);
};
