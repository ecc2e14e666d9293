import type { Hex } from 'viem';
import type { IndexAccount } from '../../lib/intents/index-account.ts';
import {
  areSellsOver,
  nextShareStep,
  type ShareFacts,
  type ShareStep,
} from '../../lib/intents/share-steps.ts';
import { ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { IndexLog } from './tend-indexes.ts';
import type { Verifier } from './verifier-client.ts';

/** A withdrawal of a share whose swap isn't written yet. */
export type OpenShare = ShareFacts & {
  readonly id: Hex;
  readonly account: IndexAccount;
  readonly asset: string;
};

export type SettlePorts<T extends OpenShare> = {
  readonly verifier: Pick<Verifier, 'balances' | 'finalBlock'>;
  /** Those of accounts that are not held. */
  readonly waiting: () => Promise<Result<readonly T[]>>;
  /** Writes a step down, if the withdrawal stands as it was seen. @returns whether it did */
  readonly note: (
    one: T,
    step: Exclude<ShareStep, { readonly kind: 'wait' }>,
    nowSeconds: UnixSeconds,
  ) => Promise<Result<boolean>>;
  readonly nowSeconds: () => UnixSeconds;
  readonly log: IndexLog;
};

const settleOne = async <T extends OpenShare>(ports: SettlePorts<T>, one: T): Promise<Result<unknown>> => {
  const { verifier, note, nowSeconds, log } = ports;
  const { id, account, asset } = one;
  // Of a block that is final now: no sell is under way but such as take too long, so what they gave is in it or will be in a later one.
  const block = await verifier.finalBlock();
  if (!block.ok) return block;
  const held = await verifier.balances({ account, tokens: [asset] }, block.value);
  if (!held.ok) return held;
  const now = nowSeconds();
  const step = nextShareStep(one, { heldNowUnits: held.value[0] ?? 0n, nowSeconds: now });
  if (step.kind === 'wait') return ok(null);
  const noted = await note(one, step, now);
  if (noted.ok && noted.value && step.kind !== 'unshown')
    (step.kind === 'ask' ? log.warn : log.info)(
      { withdrawal: id, step: step.kind },
      'index-withdrawal-settled',
    );
  return noted;
};

/**
 * Has every withdrawal of a share whose sells are over go on: its one swap is written, its owner is asked, or it is over with nothing. Nothing
 * is asked of the provider and nothing signed here. Each by itself: one that fails holds up no other. Fails as the first that failed.
 */
export const settleWithdrawals = async <T extends OpenShare>(
  ports: SettlePorts<T>,
): Promise<Result<null>> => {
  const waiting = await ports.waiting();
  if (!waiting.ok) return waiting;
  let failed: Result<null> = ok(null);
  for (const one of waiting.value) {
    if (!areSellsOver(one.sells)) continue;
    const settled = await settleOne(ports, one);
    if (!settled.ok && failed.ok) failed = settled;
  }
  return failed;
};
