import type { Failure, Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { onChain } from '../on-chain.ts';
import { settingsOf } from '../tick/bot-store.ts';
import type { TickRequest } from '../tick/tick-chain.ts';
import type { Parts } from '../tick/tick-ports.ts';
import { type CashSide, tendCash } from './cash.ts';
import { findCash } from './find-cash.ts';
import { seeCash } from './see-cash.ts';
import { openTransferFees } from './transfer-fees.ts';
import { openAttestations } from './transfers.ts';

/** An owner is held that much longer than a tick's budget before being due again. */
const LEASE_RESERVE_SECONDS = 15;

const sidesOf = (parts: readonly Parts[]): ReadonlyMap<number, CashSide> => {
  const sides = new Map<number, CashSide>();
  for (const { served, ring } of parts) {
    const [sender] = ring.keys.addresses;
    if (served.cash !== null && served.cctp !== null && sender !== undefined)
      sides.set(served.chainId, { served, ring, sender, cctp: served.cctp });
  }
  return sides;
};

/**
 * What finds owners' cash, looks at it over all chains and has it moved, within a tick and beside its chains: nobody's tick is worse for it. A
 * chain that names no factory of cash is left alone.
 */
export const openCash = ({ env, run, log }: Pick<Parts, 'env' | 'run' | 'log'>) => {
  const api = env.cctpApiUrl === null ? null : openAttestations(env.cctpApiUrl, run);
  const fees = openTransferFees(api, systemClock.monotonicMs);
  const told = (of: string, { code, message: why }: Failure, more: object = {}): void =>
    log.warn({ ...more, code, why }, of);
  const tend = async (
    parts: readonly Parts[],
    { budgetMs, dryRun, source }: TickRequest,
  ): Promise<Result<null>> => {
    const endMs = systemClock.monotonicMs() + budgetMs;
    const isOver = () => systemClock.monotonicMs() > endMs;
    const settings = await settingsOf(run);
    if (!settings.ok) return settings;
    const { tickIntervalSeconds } = settings.value;
    const finding = parts.map(async (part) => {
      const found = dryRun ? null : await findCash(part, isOver);
      if (found?.ok === false) told('cash-not-found', found.error, { chainId: part.served.chainId });
    });
    await Promise.all(finding);
    return tendCash({
      ...{ run, log, api, isOver, dryRun, tickIntervalSeconds, holder: `tick of ${source}` },
      chains: sidesOf(parts),
      see: (due) => seeCash({ run, log, parts, api, fees, timeIsUp: isOver }, due),
      leaseSeconds: Math.ceil(budgetMs / 1_000) + LEASE_RESERVE_SECONDS,
    });
  };
  return async (all: readonly Parts[], request: TickRequest): Promise<void> => {
    const parts = all.filter(({ served }) => served.cash !== null && served.cctp !== null);
    if (parts.length === 0) return;
    const tended = await onChain({ log }, () => tend(parts, request));
    if (!tended.ok) told('cash-not-tended', tended.error);
  };
};
