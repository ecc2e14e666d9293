import type { Hex } from 'viem';
import type { CashSight } from '../../lib/cash/cash-sight.ts';
import { type WantedPoke, wantedPokes } from '../../lib/cash/moves/wanted-pokes.ts';
import type { Call } from '../../lib/ledger/call.ts';
import { pokeCallOf } from '../../lib/ledger/cash-call.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { CashLog } from './tick-cash.ts';

export type PokePorts = {
  /** Which of these calls are journaled, whatever became of them. */
  readonly journaled: (ids: readonly Hex[]) => Promise<Result<ReadonlySet<string>>>;
  /** By trying the exact bytes; fails where the contract refuses them. */
  readonly estimateGas: (call: Call) => Promise<Result<bigint>>;
  /** One that is there already stays. */
  readonly wish: (call: Call, poke: WantedPoke) => Promise<Result<unknown>>;
  readonly log: CashLog;
};

const callOf = ({ account, vault }: WantedPoke, gasLimit: bigint): Call => {
  const { chainId, portfolioId, signer: sender, address: target, blockSeconds: nowSeconds } = account;
  return pokeCallOf({ chainId, portfolioId, sender, target, vault, nowSeconds, gasLimit });
};

/** Wishes the marks raised that lag behind their vaults, each once a day at most; what the contract would refuse is told and not sent. */
export const pokeMarks = async (ports: PokePorts, sight: CashSight): Promise<Result<null>> => {
  const wanted = wantedPokes(sight).map((poke) => ({ poke, call: callOf(poke, 0n) }));
  if (wanted.length === 0) return ok(null);
  const journaled = await ports.journaled(wanted.map(({ call }) => call.id));
  if (!journaled.ok) return journaled;
  for (const { poke, call } of wanted) {
    if (journaled.value.has(call.id)) continue;
    const gasLimit = await ports.estimateGas(call);
    if (!gasLimit.ok) {
      const { chainId, target: account } = call;
      ports.log.warn({ chainId, account, vault: poke.vault, why: gasLimit.error.message }, 'mark-not-poked');
      continue;
    }
    const written = await ports.wish({ ...call, gasLimit: gasLimit.value }, poke);
    if (!written.ok) return written;
  }
  return ok(null);
};
