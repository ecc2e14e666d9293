import 'server-only';
import * as declared from '../../../lib/api/strategies.ts';
import { ok } from '../../../lib/result.ts';
import { serve } from '../api.ts';
import { readStrategies } from '../cash/strategies.ts';

export const compareStrategies = serve(declared.compareStrategies, ({ query: { profile }, inDatabase }) =>
  inDatabase(async (sql) => ok(await readStrategies(sql, profile))),
);
