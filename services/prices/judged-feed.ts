import type { UsdFeed } from '../../lib/chains/chain.ts';
import type { FeedReading } from '../../lib/ledger/chain-prices.ts';
import { powerOfTen } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import type { Quote } from './asked-source.ts';

/** Of a feed whose heartbeat nobody has published. */
const HEARTBEAT_SECONDS = 86_400;
/** Rounds arrive later than published, on a busy chain by minutes. */
const LATE_SECONDS_MAX = 3_600;
const DECIMALS_MAX = 18;

/** What a feed of the chain's facts says at this time, or why it says nothing. */
export const judgedFeed = (
  { asset, heartbeatSeconds }: UsdFeed,
  reading: FeedReading | undefined,
  atSeconds: UnixSeconds,
): Quote => {
  if (reading === undefined || !reading.ok)
    return { ok: false, fault: 'missing', detail: `the feed of ${asset} does not answer` };
  if (reading.answer <= 0n || reading.decimals > DECIMALS_MAX)
    return { ok: false, fault: 'absurd', detail: `the feed of ${asset} answers zero or less` };
  const updatedAtSeconds = Number(reading.updatedAt);
  const age = atSeconds - updatedAtSeconds;
  if (age < 0) return { ok: false, fault: 'absurd', detail: `the feed of ${asset} is dated ${-age} s ahead` };
  const ageMax = (heartbeatSeconds ?? HEARTBEAT_SECONDS) + LATE_SECONDS_MAX;
  if (age > ageMax)
    return {
      ...{ ok: false, fault: 'stale' },
      detail: `the feed of ${asset} is ${age} s old, and ${ageMax} s are allowed`,
    };
  return { ok: true, usdE18: reading.answer * powerOfTen(18 - reading.decimals), updatedAtSeconds };
};
