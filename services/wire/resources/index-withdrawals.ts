import 'server-only';
import { randomBytes } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import type { Caller } from '../../../lib/api/caller.ts';
import * as declared from '../../../lib/api/index-withdrawals.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { centsUp } from '../../../lib/intents/ask-deposit.ts';
import { type PlannedWithdrawal, planWithdrawal } from '../../../lib/intents/withdrawal.ts';
import { fail, ok } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { lookAtAccount } from '../../intents/quote-deposit.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { readIndexAccount } from '../../store/index-accounts.ts';
import { readDepositAddresses } from '../../store/index-deposits.ts';
import { beginIndexWithdrawal, isTriedPlace, readIndexWithdrawals } from '../../store/index-withdrawals.ts';
import { serve } from '../api.ts';
import { onAppDatabase } from '../app-sql.ts';
import { indexWithdrawalDto } from '../index-account-dto.ts';
import { intentsForVisitors } from '../intents-of-app.ts';
import { note } from './note.ts';

const unknown = fail('not-found', 'You have no index account of this id.');
const SLIPPAGE_BPS = 100;
const REFUSED = {
  unknown,
  'not-signed': fail('step-up-required', 'This needs a signature of the last ten minutes.'),
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
    if ((await readIndexAccount(sql, id)) === null) return unknown;
    const rows = await readIndexWithdrawals(sql, { accountId: id, limit: declared.WITHDRAWALS_SHOWN_MAX });
    return ok({ rows: rows.map(indexWithdrawalDto) });
  }),
);

const accountOf = async (caller: Caller, id: string) => {
  const read = await onAppDatabase((sql) =>
    asViewer(sql, caller, async (transaction) => ({
      account: await readIndexAccount(transaction, id),
      ours: await readDepositAddresses(transaction, id),
    })),
  );
  if (!read.ok) return read;
  const { account, ours } = read.value;
  return account === null ? unknown : ok({ account, ours });
};

type Wish = Parameters<typeof planWithdrawal>[0];

/** Looks at the account, and judges the wish; nothing is written. */
const planned = async (caller: Caller, id: string, wish: Wish): Promise<Outcome<PlannedWithdrawal>> => {
  const intents = intentsForVisitors();
  if (!intents.ok) return intents;
  const known = await accountOf(caller, id);
  if (!known.ok) return known;
  const seen = await lookAtAccount(intents.value, known.value.account.account);
  if (!seen.ok) return seen;
  const { listed, holdings } = seen.value;
  const chain = listed.get(wish.asset)?.blockchain ?? '';
  const tried = await onAppDatabase((sql) =>
    asViewer(sql, caller, (transaction) => isTriedPlace(transaction, { accountId: id, chain, to: wish.to })),
  );
  if (!tried.ok) return tried;
  const heldUnits = holdings.find(({ token }) => token.assetId === wish.asset)?.units ?? 0n;
  const place = { listed, heldUnits, ours: known.value.ours, isTried: tried.value };
  return planWithdrawal(wish, { ...place, nowSeconds: systemClock.nowSeconds() });
};

const begin = (
  sql: TransactionSql,
  accountId: string,
  { wish, plan }: { wish: Wish; plan: PlannedWithdrawal },
) => {
  const { token, amountUnits, leastOutUnits, isTest, usdE18 } = plan;
  // Of no content: two that are alike are two, and each is signed once.
  const legId: Hex = `0x${randomBytes(32).toString('hex')}`;
  return beginIndexWithdrawal(sql, {
    ...{ legId, accountId, asset: wish.asset, amountUnits, leastOutUnits, to: wish.to, usdE18, isTest },
    ...{ slippageBps: SLIPPAGE_BPS, usdCents: centsUp(usdE18), plannedAtSeconds: systemClock.nowSeconds() },
    ...{ chain: token.blockchain, symbol: token.symbol, decimals: token.decimals },
  });
};

export const createIndexWithdrawal = serve(
  declared.createIndexWithdrawal,
  async ({ params: { id }, body: wish, caller, request, inDatabase }) => {
    const plan = await planned(caller, id, wish);
    if (!plan.ok) return plan;
    return inDatabase(async (sql) => {
      const verdict = await begin(sql, id, { wish, plan: plan.value });
      if (verdict !== 'begun') return REFUSED[verdict];
      const [row] = await readIndexWithdrawals(sql, { accountId: id, limit: 1 });
      if (row === undefined) throw new Error('a withdrawal that was written is not there');
      const { asset, to, amountUnits, usdCents, isTest } = row;
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'index-withdrawal-asked-for', portfolioId: null, before: null },
          after: { account: id, withdrawal: row.id, asset, to, amountUnits, usdCents, isTest },
        },
      );
      return ok(indexWithdrawalDto(row));
    });
  },
);
