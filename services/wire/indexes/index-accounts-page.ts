import 'server-only';
import type { Caller } from '../../../lib/api/caller.ts';
import type { IndexAccountDto } from '../../../lib/api/index-accounts.ts';
import { DEPOSITS_SHOWN_MAX, type IndexDepositDto } from '../../../lib/api/index-deposits.ts';
import { type IndexWithdrawalDto, WITHDRAWALS_SHOWN_MAX } from '../../../lib/api/index-withdrawals.ts';
import type { IndexDto, IndexTradeDto } from '../../../lib/api/indexes.ts';
import { ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { readIndexAccount, readOwnIndexAccounts } from '../../store/indexes/index-accounts.ts';
import { readIndexDeposits } from '../../store/indexes/index-deposits.ts';
import { readOwnIndex, readOwnTrades } from '../../store/indexes/index-wishes.ts';
import { readIndexWithdrawals } from '../../store/indexes/index-withdrawals.ts';
import { onAppDatabase } from '../app-sql.ts';
import { callerOf } from '../login/identity.ts';
import { indexAccountDto, indexDepositDto, indexWithdrawalDto } from './index-account-dto.ts';
import { indexDto, indexTradeDto } from './index-dto.ts';

/** The latest swaps that a page has. */
const TRADES_SHOWN_MAX = 20;

type Asked = Pick<Request, 'headers'>;
type Person = Exclude<Caller, { readonly kind: 'anonymous' }>;

/** What a page of index accounts begins with. */
type PageOf<T> = {
  readonly readAtSeconds: UnixSeconds;
  /** Whether they are switched on here. */
  readonly enabled: boolean;
  /** Null = nobody is signed in, or there is nothing of theirs. */
  readonly shown: T | null;
};

const pageOf = async <T>(
  asked: Asked,
  read: (person: Person, nowSeconds: UnixSeconds) => Promise<Result<T | null>>,
): Promise<Result<PageOf<T>>> => {
  const caller = await callerOf(asked);
  if (!caller.ok) return caller;
  const readAtSeconds = systemClock.nowSeconds();
  const env = readEnv();
  const shown = caller.value.kind === 'anonymous' ? ok(null) : await read(caller.value, readAtSeconds);
  return shown.ok ? ok({ readAtSeconds, enabled: env.intents !== null, shown: shown.value }) : shown;
};

/** Somebody's index accounts. */
export const readIndexAccountsPage = (asked: Asked) =>
  pageOf<readonly IndexAccountDto[]>(asked, (person) =>
    onAppDatabase((sql) =>
      asViewer(sql, person, async (transaction) =>
        (await readOwnIndexAccounts(transaction, person.address)).map(indexAccountDto),
      ),
    ),
  );

/** One of them, from rows alone: what it holds the page asks for itself. */
export type IndexAccountShown = {
  readonly account: IndexAccountDto;
  readonly deposits: readonly IndexDepositDto[];
  /** Null = it has none, or one that can’t be read. */
  readonly index: IndexDto | null;
  readonly trades: readonly IndexTradeDto[];
  readonly withdrawals: readonly IndexWithdrawalDto[];
};

export const readIndexAccountPage = (asked: Asked, id: string) =>
  pageOf<IndexAccountShown>(asked, (person, nowSeconds) =>
    onAppDatabase((sql) =>
      asViewer(sql, person, async (transaction) => {
        const account = await readIndexAccount(transaction, id);
        if (account === null) return null;
        const rows = await readIndexDeposits(transaction, { accountId: id, limit: DEPOSITS_SHOWN_MAX });
        const own = await readOwnIndex(transaction, id);
        const trades = await readOwnTrades(transaction, id, { below: null, limit: TRADES_SHOWN_MAX });
        const leaving = await readIndexWithdrawals(transaction, {
          accountId: id,
          limit: WITHDRAWALS_SHOWN_MAX,
        });
        return {
          index: own?.index.ok === true ? indexDto(own, own.index.value) : null,
          trades: trades.map(indexTradeDto),
          account: indexAccountDto(account),
          deposits: rows.map((row) => indexDepositDto(row, nowSeconds)),
          withdrawals: leaving.map(indexWithdrawalDto),
        };
      }),
    ),
  );
