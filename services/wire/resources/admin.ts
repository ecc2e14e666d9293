import 'server-only';
import type { TransactionSql } from 'postgres';
import * as declared from '../../../lib/api/admin.ts';
import type { Caller } from '../../../lib/api/caller.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { ok } from '../../../lib/result.ts';
import type { InDatabase } from '../../api/handle.ts';
import { maySet } from '../../auth/may-set.ts';
import { systemClock } from '../../clock.ts';
import { haltDtoOf } from '../../portfolios/halt-dto-of.ts';
import { actorOf } from '../../store/as-viewer.ts';
import { readHalt as readStored } from '../../store/pages/fleet-index.ts';
import { isSensitiveSetting, listSettings as listStored, saveSetting } from '../../store/settings.ts';
import { serve } from '../api.ts';
import { originOf } from './note.ts';

type Asked = { readonly caller: Caller; readonly request: Request };
type Wish = { readonly name: string; readonly value: unknown; readonly version: number | null };

const setAs = async (
  sql: TransactionSql,
  { caller, request }: Asked,
  wish: Wish,
): Promise<Outcome<number>> => {
  const isSensitive = isSensitiveSetting(wish.name);
  const admin = maySet(caller, { isSensitive, nowSeconds: systemClock.nowSeconds() });
  if (!admin.ok) return admin;
  return saveSetting(sql, { ...wish, actor: actorOf(admin.value), origin: originOf(request) });
};

const settingsNow = async (sql: TransactionSql) =>
  (await listStored(sql)).map((setting) => ({ ...setting, value: JSON.parse(setting.value) }));

export const listSettings = serve(declared.listSettings, ({ inDatabase }) =>
  inDatabase(async (sql) => ok({ settings: await settingsNow(sql) })),
);

export const changeSetting = serve(
  declared.changeSetting,
  ({ params: { name }, body, caller, request, inDatabase }) =>
    inDatabase(async (sql) => {
      const version = await setAs(sql, { caller, request }, { name, ...body });
      if (version.ok) return ok({ name, version: version.value });
      if (version.error.code !== 'version-stale') return version;
      const current = (await settingsNow(sql)).find((setting) => setting.name === name) ?? null;
      return { ok: false, error: { ...version.error, current } };
    }),
);

const haltNow = async (sql: TransactionSql) => ok({ halted: haltDtoOf(await readStored(sql)) });

export const readHalt = serve(declared.readHalt, ({ inDatabase }) => inDatabase(haltNow));

const setHalted =
  (value: boolean) =>
  ({ caller, request, inDatabase }: Asked & { readonly inDatabase: InDatabase<TransactionSql> }) =>
    inDatabase(async (sql) => {
      const set = await setAs(sql, { caller, request }, { name: 'halted', value, version: null });
      return set.ok ? haltNow(sql) : set;
    });

export const halt = serve(declared.halt, setHalted(true));
export const resume = serve(declared.resume, setHalted(false));
