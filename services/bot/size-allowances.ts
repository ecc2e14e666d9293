import type { Address } from 'viem';
import { allowanceWishes } from '../../lib/engine/allowance-wishes.ts';
import { decodeDecision, decodeSnapshot } from '../../lib/engine/codec.ts';
import { type AllowanceLook, allowanceCallOf, type Call } from '../../lib/ledger/call.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TickLog } from './tick-deps.ts';

export type AllowancePorts = {
  readonly chainId: number;
  readonly looks: () => Promise<Result<readonly AllowanceLook[]>>;
  /** By trying the exact bytes; fails where the contract refuses them. */
  readonly estimateGas: (call: Pick<Call, 'sender' | 'target' | 'data'>) => Promise<Result<bigint>>;
  /** One that is being set already stays. */
  readonly wish: (wished: {
    readonly call: Call;
    readonly generation: bigint;
    readonly valueUsdE18: null;
    readonly orderId: null;
    readonly token: Address;
  }) => Promise<Result<void>>;
  readonly log: TickLog;
};

/**
 * Wishes allowances of portfolios at 1inch set to what their orders need, and to nothing once none is left. What the contract would refuse,
 * as more than its owner's ceiling, is told and not sent.
 */
export const sizeAllowances = async (ports: AllowancePorts): Promise<Result<null>> => {
  const looks = await ports.looks();
  if (!looks.ok) return looks;
  for (const { portfolioId, account, signer, generation, ...stored } of looks.value) {
    const [snapshot, decision] = [decodeSnapshot(stored.snapshot), decodeDecision(stored.decision)];
    // What another build wrote is left to that one.
    if (!snapshot.ok || !decision.ok || snapshot.value.generation !== generation) continue;
    const seen = { snapshot: snapshot.value, decision: decision.value };
    const bare = { chainId: ports.chainId, portfolioId, sender: signer, target: account };
    for (const { token, units } of allowanceWishes(seen)) {
      const wanted = { ...bare, token, units, seenAtBlock: snapshot.value.blockNumber };
      const gasLimit = await ports.estimateGas(allowanceCallOf({ ...wanted, gasLimit: 0n }));
      if (!gasLimit.ok) {
        ports.log.warn(
          { account, token, units: `${units}`, why: gasLimit.error.message },
          'allowance-not-set',
        );
        continue;
      }
      const call = allowanceCallOf({ ...wanted, gasLimit: gasLimit.value });
      const written = await ports.wish({ call, generation, valueUsdE18: null, orderId: null, token });
      if (!written.ok) return written;
    }
  }
  return ok(null);
};
