import 'server-only';
import type { TransactionSql } from 'postgres';
import type { Caller } from '../../../lib/api/caller.ts';
import * as declared from '../../../lib/api/index-deposits.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { priceNow } from '../../../lib/intents/ask-deposit.ts';
import { CUSTODY_SENTENCES } from '../../../lib/intents/custody.ts';
import { depositModeOf } from '../../../lib/intents/quote.ts';
import { canCheckAddresses } from '../../../lib/intents/withdrawal-address.ts';
import { formatDecimal } from '../../../lib/money/fixed-point.ts';
import { fail, ok } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { lookAtAccount, quoteDeposit } from '../../intents/quote-deposit.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { type IndexAccountRow, readIndexAccount as readStored } from '../../store/indexes/index-accounts.ts';
import {
  type IndexDepositRow,
  readDepositAddresses,
  readIndexDeposits,
} from '../../store/indexes/index-deposits.ts';
import { serve } from '../api.ts';
import { onAppDatabase } from '../app-sql.ts';
import { heldDto, indexAccountDto, indexDepositDto } from '../indexes/index-account-dto.ts';
import { intentsForVisitors } from '../indexes/intents-of-app.ts';
import { keepDeposit } from '../indexes/keep-deposit.ts';
import { note } from './note.ts';

const unknown = fail('not-found', 'You have no index account of this id.');
const USD_DECIMALS = 18;

export const listIndexAssets = serve(declared.listIndexAssets, async () => {
  const intents = intentsForVisitors();
  if (!intents.ok) return intents;
  const listed = await intents.value.api.tokens();
  if (!listed.ok) return listed;
  const now = systemClock.nowSeconds();
  return ok({
    rows: listed.value.map((token) => {
      const price = priceNow(token, now);
      return {
        ...{ asset: token.assetId, symbol: token.symbol, chain: token.blockchain, decimals: token.decimals },
        priceUsd: price === null ? null : formatDecimal(price, USD_DECIMALS),
        pricedBy: ['1click', ...(token.second === undefined ? [] : [token.second.source])],
        memoNeeded: depositModeOf(token.blockchain) === 'MEMO',
        addressesChecked: canCheckAddresses(token.blockchain),
      };
    }),
  });
});

type Stored = {
  readonly account: IndexAccountRow;
  readonly deposits: readonly IndexDepositRow[];
  readonly ours: readonly string[];
};

const storedOf = async (sql: TransactionSql, id: string): Promise<Outcome<Stored>> => {
  const account = await readStored(sql, id);
  if (account === null) return unknown;
  const deposits = await readIndexDeposits(sql, { accountId: id, limit: declared.DEPOSITS_SHOWN_MAX });
  return ok({ account, deposits, ours: await readDepositAddresses(sql, id) });
};

const readingAs = async (caller: Caller, id: string): Promise<Outcome<Stored>> => {
  const read = await onAppDatabase((sql) =>
    asViewer(sql, caller, (transaction) => storedOf(transaction, id)),
  );
  return read.ok ? read.value : read;
};

const dtosOf = (deposits: readonly IndexDepositRow[]) =>
  deposits.map((row) => indexDepositDto(row, systemClock.nowSeconds()));

export const listIndexDeposits = serve(declared.listIndexDeposits, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    const stored = await storedOf(sql, id);
    return stored.ok ? ok({ rows: dtosOf(stored.value.deposits) }) : stored;
  }),
);

export const readIndexAccount = serve(declared.readIndexAccount, async ({ params: { id }, inDatabase }) => {
  const stored = await inDatabase((sql) => storedOf(sql, id));
  if (!stored.ok) return stored;
  const { account, deposits } = stored.value;
  const intents = intentsForVisitors();
  const seen = intents.ok ? await lookAtAccount(intents.value, account.account) : intents;
  return ok({
    ...{ account: indexAccountDto(account), custody: [...CUSTODY_SENTENCES], deposits: dtosOf(deposits) },
    held: seen.ok ? heldDto(seen.value) : null,
    heldWhyNot: seen.ok ? null : seen.error.message,
  });
});

export const createIndexDeposit = serve(
  declared.createIndexDeposit,
  async ({ params: { id }, body, caller, request, inDatabase }) => {
    const intents = intentsForVisitors();
    if (!intents.ok) return intents;
    // Not within the write: what is read before the provider is asked is no answer that a key is kept for.
    const stored = await readingAs(caller, id);
    if (!stored.ok) return stored;
    const { account, ours } = stored.value;
    const wish = { ...body, into: body.into ?? body.asset };
    const quoted = await quoteDeposit(intents.value, wish, { account: account.account, ours });
    if (!quoted.ok) return quoted;
    return inDatabase(async (sql) => {
      const kept = await keepDeposit(sql, id, quoted.value);
      if (!kept.ok) return kept;
      const { address, memo, usdCents, asset } = kept.value;
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'index-deposit-asked-for', portfolioId: null, before: null },
          after: { account: account.account, deposit: kept.value.id, asset, address, memo, usdCents },
        },
      );
      return ok(indexDepositDto(kept.value, systemClock.nowSeconds()));
    });
  },
);
