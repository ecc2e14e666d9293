import 'server-only';
import type { Caller } from '../../../lib/api/caller.ts';
import { flat, type Result } from '../../../lib/result.ts';
import { maySet } from '../../auth/may-set.ts';
import { systemClock } from '../../clock.ts';
import { actorOf, asViewer } from '../../store/as-viewer.ts';
import type { Origin } from '../../store/audit/audit-log.ts';
import { isSensitiveSetting, listSettings, type Setting, saveSetting } from '../../store/settings.ts';
import { onAppDatabase } from '../app-sql.ts';

/** What is set; anybody may see it. */
export const readSettingsAs = (caller: Caller): Promise<Result<readonly Setting[]>> =>
  onAppDatabase((sql) => asViewer(sql, caller, listSettings));

export type WishedSetting = {
  readonly name: string;
  readonly value: unknown;
  /** The version that was seen, 0 = it was not set. */
  readonly version: number;
};

/**
 * Changes one setting in the caller's name; it holds from the next tick on, the stop of all trading from the next statement on. Answers the
 * new version. Fails with `unauthorised`, `forbidden`, `session-required`, `step-up-required`, `setting-unknown`, `setting-invalid` or
 * `version-stale`; then nothing has changed.
 */
export const changeSetting = async (
  caller: Caller,
  wish: WishedSetting,
  origin: Origin,
): Promise<Result<number>> => {
  const isSensitive = isSensitiveSetting(wish.name);
  const admin = maySet(caller, { isSensitive, nowSeconds: systemClock.nowSeconds() });
  if (!admin.ok) return admin;
  const change = { ...wish, actor: actorOf(admin.value), origin };
  return flat(
    await onAppDatabase((sql) =>
      asViewer(sql, admin.value, (transaction) => saveSetting(transaction, change)),
    ),
  );
};
