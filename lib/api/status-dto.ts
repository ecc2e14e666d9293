import type { RecordedTick } from '../ledger/system-record.ts';
import type { HaltDto } from './halt-dto.ts';
import type { BotDto } from './portfolio-dto.ts';

/** What became of the ticks of a quarter of an hour. `missing`: none began, or fewer than half of those that were due; `idle`: none was due. */
export type StripState = 'ok' | 'partial' | 'failed' | 'missing' | 'idle';

export type StripSlotDto = {
  readonly fromSeconds: number;
  readonly state: StripState;
  readonly ticks: number;
  readonly failed: number;
};

/** The system, without any amount: anybody may read it. */
export type StatusDto = {
  readonly readAtSeconds: number;
  readonly version: string;
  readonly bot: BotDto;
  readonly halted: HaltDto | null;
  /** Milliseconds that the database took to answer. */
  readonly databaseMs: number;
  readonly lastTick: RecordedTick | null;
  readonly recentTicks: readonly RecordedTick[];
  readonly strip: readonly StripSlotDto[];
  readonly chains: readonly {
    readonly chainId: number;
    readonly blockNumber: string;
    /** When the index last moved, by the database's clock. */
    readonly movedAtSeconds: number;
  }[];
  readonly signers: readonly { readonly address: string; readonly portfolios: number }[];
  readonly priceSources: readonly {
    readonly source: string;
    readonly assets: number;
    readonly ageSecondsMax: number;
  }[];
};
