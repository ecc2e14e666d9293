import { fail, ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import type { AskJson } from '../../http/ask-json.ts';

export const DAY_SECONDS = 86_400;

/** A day's close and the instant at which it was known: the day's end. */
export type DailyClose = { readonly knownAtSeconds: UnixSeconds; readonly priceUsdE18: bigint };

/** Days whose closes are wanted: those that begin at `fromSeconds` or later and are over at `toSeconds`. */
export type DaysWanted = {
  /** What the service calls the asset. */
  readonly id: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
};

/** A service of histories, as its documents describe it. */
export type HistoryService = {
  readonly baseUrl: string;
  /** What it calls an asset of this symbol; null where a symbol doesn't say which one is meant. */
  readonly idOf: (asset: string) => string | null;
  /** Days in one answer at most. */
  readonly daysPerQuestionMax: number;
  readonly pathOf: (days: DaysWanted) => string;
  /** Of one row: null for one that is no whole day, `malformed` and `absurd` for one that is no row. */
  readonly rowsOf: (json: unknown) => readonly unknown[] | null;
  readonly closeOf: (row: unknown) => DailyClose | 'unfinished' | 'malformed' | 'absurd';
};

const malformed = (id: string): Result<never> =>
  fail('prices-malformed', `${id}: the answer is no list of daily prices`, { when: 'next-tick' });

const askPage = async (
  service: HistoryService,
  askJson: AskJson,
  days: DaysWanted,
): Promise<Result<readonly DailyClose[]>> => {
  const answer = await askJson({ path: service.pathOf(days) });
  if (!answer.ok) {
    const { code, message } = answer.error;
    return code === 'prices-refused' ? fail('asset-unknown', `${days.id}: ${message}`) : answer;
  }
  const rows = service.rowsOf(answer.value.json);
  if (rows === null) return malformed(days.id);
  const closes: DailyClose[] = [];
  for (const row of rows) {
    const close = service.closeOf(row);
    if (close === 'malformed') return malformed(days.id);
    if (close === 'absurd') return fail('prices-absurd', `${days.id}: a close that is no price`);
    if (close !== 'unfinished') closes.push(close);
  }
  return ok(closes);
};

/**
 * Daily closes in the service's dollars, oldest first, without days that aren't over at `toSeconds`. Fails with `asset-unknown`,
 * `prices-limited`, `prices-key-refused`, `prices-unavailable`, `prices-malformed` or `prices-absurd`; then nothing is answered.
 */
export const fetchDailyCloses = async (
  service: HistoryService,
  askJson: AskJson,
  { id, fromSeconds, toSeconds }: DaysWanted,
): Promise<Result<readonly DailyClose[]>> => {
  const closes = new Map<UnixSeconds, DailyClose>();
  const first = Math.ceil(fromSeconds / DAY_SECONDS) * DAY_SECONDS;
  const pageSeconds = service.daysPerQuestionMax * DAY_SECONDS;
  for (let start = first; start + DAY_SECONDS <= toSeconds; start += pageSeconds) {
    const end = Math.min(start + pageSeconds, Math.floor(toSeconds / DAY_SECONDS) * DAY_SECONDS);
    const page = await askPage(service, askJson, { id, fromSeconds: start, toSeconds: end });
    if (!page.ok) return page;
    for (const close of page.value)
      if (close.knownAtSeconds > start && close.knownAtSeconds <= end)
        closes.set(close.knownAtSeconds, close);
  }
  return ok([...closes.values()].sort((a, b) => a.knownAtSeconds - b.knownAtSeconds));
};
