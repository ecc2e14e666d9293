import 'server-only';
import type { Hex } from 'viem';
import * as declared from '../../../lib/api/index-withdrawals.ts';
import { fail, ok } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { readIndexAccount } from '../../store/indexes/index-accounts.ts';
import { chooseShareWithdrawal } from '../../store/indexes/index-share-withdrawals.ts';
import { readIndexWithdrawals } from '../../store/indexes/index-withdrawals.ts';
import { serve } from '../api.ts';
import { onAppDatabase } from '../app-sql.ts';
import { indexWithdrawalDto } from '../indexes/index-account-dto.ts';
import { intentsForVisitors } from '../indexes/intents-of-app.ts';
import { beginAnyWithdrawal, planAnyWithdrawal, UNKNOWN_ACCOUNT } from '../indexes/plan-withdrawal.ts';
import { note } from './note.ts';

const NOT_SIGNED = fail('step-up-required', 'This needs a signature of the last ten minutes.');
const REFUSED = {
  ...{ unknown: UNKNOWN_ACCOUNT, 'not-signed': NOT_SIGNED },
  held: fail(
    'index-refused',
    'Nothing is withdrawn. The account is held: say first that you have looked at why.',
  ),
  busy: fail(
    'index-refused',
    'Nothing is withdrawn. Something of the account is under way: its balances are not all it has. Try again once that has ended.',
  ),
} as const;

export const listIndexWithdrawals = serve(declared.listIndexWithdrawals, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    if ((await readIndexAccount(sql, id)) === null) return UNKNOWN_ACCOUNT;
    const rows = await readIndexWithdrawals(sql, { accountId: id, limit: declared.WITHDRAWALS_SHOWN_MAX });
    return ok({ rows: rows.map(indexWithdrawalDto) });
  }),
);

export const createIndexWithdrawal = serve(
  declared.createIndexWithdrawal,
  async ({ params: { id: accountId }, body, caller, request, inDatabase }) => {
    const intents = intentsForVisitors();
    if (!intents.ok) return intents;
    const wish = { ...body, memo: body.memo ?? null };
    const read: Parameters<typeof planAnyWithdrawal>[0]['read'] = (work) =>
      onAppDatabase((sql) => asViewer(sql, caller, work));
    const planned = await planAnyWithdrawal({ ...intents.value, read }, accountId, wish);
    if (!planned.ok) return planned;
    const nowSeconds = systemClock.nowSeconds();
    return inDatabase(async (sql) => {
      const begun = await beginAnyWithdrawal(sql, accountId, { wish, planned: planned.value, nowSeconds });
      if (begun.verdict !== 'begun') return REFUSED[begun.verdict];
      const [row] = await readIndexWithdrawals(sql, { accountId, limit: 1, id: begun.id });
      if (row === undefined) throw new Error('a withdrawal that was written is not there');
      const { amountUnits, of, shareBps } = indexWithdrawalDto(row);
      const { asset, to, usdCents, isTest } = row;
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'index-withdrawal-asked-for', portfolioId: null, before: null },
          after: {
            ...{ account: accountId, withdrawal: row.id, asset, to, amountUnits, usdCents, isTest },
            ...{ of, shareBps },
          },
        },
      );
      return ok(indexWithdrawalDto(row));
    });
  },
);

const NOT_CHOSEN = {
  ...{ unknown: fail('not-found', 'You have no withdrawal of this id.'), 'not-signed': NOT_SIGNED },
  held: fail(
    'index-refused',
    'Nothing leaves while the account is held: say first that you have looked at why.',
  ),
  'not-asked': fail(
    'index-refused',
    'There is nothing to choose: the withdrawal goes on by itself, is over, or was chosen for before.',
  ),
} as const;

export const chooseIndexWithdrawal = serve(
  declared.chooseIndexWithdrawal,
  ({ params: { id: accountId, withdrawal }, body: { choice }, caller, request, inDatabase }) =>
    inDatabase(async (sql) => {
      const id = withdrawal as Hex;
      const verdict = await chooseShareWithdrawal(sql, { accountId, id, choice });
      if (verdict !== 'chosen') return NOT_CHOSEN[verdict];
      const [row] = await readIndexWithdrawals(sql, { accountId, limit: 1, id });
      if (row === undefined) throw new Error('a withdrawal that was chosen for is not there');
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'index-withdrawal-chosen', portfolioId: null, before: null },
          after: { account: accountId, withdrawal: id, choice },
        },
      );
      return ok(indexWithdrawalDto(row));
    }),
);
