import type { Hex } from 'viem';
import { judgeShift, type ScoredShift, type SharePriceAt } from '../../lib/cash/moves/judge-shift.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { CashLog } from './tick-cash.ts';

export type ScorePorts = {
  /** Of the newest block that was read: moves are as old as their chains say. */
  readonly nowSeconds: () => Promise<Result<number>>;
  readonly unjudged: (nowSeconds: number) => Promise<Result<readonly ScoredShift[]>>;
  readonly priceAt: SharePriceAt;
  readonly save: (score: {
    readonly id: Hex;
    readonly ownerId: string;
    readonly scoreUnits: bigint;
  }) => Promise<Result<unknown>>;
  readonly log: CashLog;
  readonly isOver: () => boolean;
};

/** Judges done moves that are seven days old, the bad ones too; by the sum of them the next decision goes. */
export const scoreCash = async (ports: ScorePorts): Promise<Result<null>> => {
  const now = await ports.nowSeconds();
  if (!now.ok) return now;
  const unjudged = await ports.unjudged(now.value);
  if (!unjudged.ok) return unjudged;
  for (const scored of unjudged.value) {
    if (ports.isOver()) break;
    const judged = await judgeShift(scored, now.value, ports.priceAt);
    if (!judged.ok) return judged;
    if (judged.value === null) continue;
    const saved = await ports.save({ id: scored.id, ownerId: scored.ownerId, scoreUnits: judged.value });
    if (!saved.ok) return saved;
    ports.log.info({ move: scored.id, scoreUnits: `${judged.value}` }, 'cash-move-judged');
  }
  return ok(null);
};
