import 'server-only';
import type { Address } from 'viem';
import type { DelegatedAccountDto, DelegatedPageDto } from '../../lib/api/delegated-page-dto.ts';
import type { DelegationDto } from '../../lib/api/delegations.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { ok, type Result } from '../../lib/result.ts';
import { systemClock } from '../clock.ts';
import { asViewer } from '../store/as-viewer.ts';
import { onAppDatabase } from './app-sql.ts';
import { readCloneWorth } from './clone-worth.ts';
import { callerOf } from './identity.ts';
import { readDelegationDtos } from './own-delegations.ts';
import { chainServed } from './resources/chains.ts';

type Asked = Pick<Request, 'headers'>;

/** Accounts whose chain is asked when a page is read. */
const ACCOUNTS_ASKED_MAX = 10;
const CENTS = 2;

const usd = (usdE18: bigint | null): string | null =>
  usdE18 === null ? null : formatDecimalRounded(usdE18, 18, CENTS);

const accountOf = async (
  delegations: readonly [DelegationDto, ...DelegationDto[]],
  isAsked: boolean,
): Promise<DelegatedAccountDto> => {
  const [{ chainId, chainName, account, clone, guardian, pause }] = delegations;
  const served = isAsked ? chainServed(chainId) : null;
  const nowSeconds = systemClock.nowSeconds();
  const asked = { clone: clone as Address, account: account as Address, nowSeconds };
  const read = served === null ? null : await readCloneWorth(served, asked);
  const worth = read?.ok === true ? read.value : null;
  return {
    ...{ chainId, chainName, account, clone, guardian, pause, delegations },
    paused: worth?.paused ?? null,
    lossPercent: worth === null ? null : formatDecimalRounded(BigInt(worth.lossBpsPerDay), 2, CENTS),
    worstDayUsd: usd(worth?.worstDayUsdE18 ?? null),
    pricesAtSeconds: worth?.pricesAtSeconds ?? null,
  };
};

const grouped = (rows: readonly DelegationDto[]): readonly [DelegationDto, ...DelegationDto[]][] => {
  const groups = new Map<string, [DelegationDto, ...DelegationDto[]]>();
  for (const row of rows) {
    const key = `${row.chainId}:${row.clone}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
};

/** What somebody's accounts have granted, by the contract that each was granted to. */
export const readDelegatedPage = async (asked: Asked): Promise<Result<DelegatedPageDto>> => {
  const caller = await callerOf(asked);
  if (!caller.ok) return caller;
  const readAtSeconds = systemClock.nowSeconds();
  if (caller.value.kind === 'anonymous') return ok({ readAtSeconds, accounts: null });
  const { address } = caller.value;
  const rows = await onAppDatabase((sql) =>
    asViewer(sql, caller.value, (transaction) => readDelegationDtos(transaction, address)),
  );
  if (!rows.ok) return rows;
  const accounts = await Promise.all(
    grouped(rows.value).map((group, index) => accountOf(group, index < ACCOUNTS_ASKED_MAX)),
  );
  return ok({ readAtSeconds, accounts });
};
