import 'server-only';
import * as declared from '../../../lib/api/rates.ts';
import { ok } from '../../../lib/result.ts';
import { serve } from '../api.ts';
import { readRates } from '../cash/rates-page.ts';

export const listRates = serve(declared.listRates, ({ inDatabase }) =>
  inDatabase(async (sql) => ok(await readRates(sql))),
);
