import 'server-only';
import type { Address } from 'viem';
import type { DelegatedAccountDto, DelegatedPageDto } from '../../../lib/api/delegated-page-dto.ts';
import type { DelegationDto } from '../../../lib/api/delegations.ts';
import { unpauseCall } from '../../../lib/delegations/off-switches.ts';
import { formatDecimalRounded } from '../../../lib/money/fixed-point.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { findPortfolioId } from '../../store/portfolio-reads.ts';
import { onAppDatabase } from '../app-sql.ts';
import { callerOf } from '../login/identity.ts';
import { chainServed } from '../resources/chains.ts';
import { readOpenAllowances } from '../tick/open-allowances.ts';
import { readCloneWorth } from './clone-worth.ts';
import { readDelegationDtos } from './own-delegations.ts';

type Asked = Pick<Request, 'headers'>;

/** Accounts whose chain is asked when a page is read. */
const ACCOUNTS_ASKED_MAX = 10;
const CENTS = 2;

const usd = (usdE18: bigint | null): string | null =>
  usdE18 === null ? null : formatDecimalRounded(usdE18, 18, CENTS);

type Group = readonly [DelegationDto, ...DelegationDto[]];

const allowancesOf = async (delegations: Group): Promise<DelegatedAccountDto['openAllowances']> => {
  const [{ chainId, account }] = delegations;
  const served = chainServed(chainId);
  const settings = readEnv().chains.find(({ chain }) => chain.id === chainId);
  if (served === null || settings === undefined) return null;
  const asked = { account: account as Address, chain: settings.chain, delegations };
  const read = await readOpenAllowances(served, asked);
  return read.ok ? read.value : null;
};

const accountOf = async (
  delegations: Group,
  { isAsked, isPortfolio }: { readonly isAsked: boolean; readonly isPortfolio: boolean },
): Promise<DelegatedAccountDto> => {
  const [{ chainId, chainName, account, clone, guardian, pause }] = delegations;
  const served = isAsked ? chainServed(chainId) : null;
  const seenAt = Math.max(...delegations.map(({ seenAtSeconds }) => seenAtSeconds));
  // As of its delegations: a local chain's time is its own.
  const nowSeconds = served?.facts.slug === 'local' ? seenAt : systemClock.nowSeconds();
  const asked = { clone: clone as Address, account: account as Address, nowSeconds };
  const [read, openAllowances] = await Promise.all([
    served === null ? null : readCloneWorth(served, asked),
    served === null ? null : allowancesOf(delegations),
  ]);
  const worth = read?.ok === true ? read.value : null;
  return {
    ...{ openAllowances, isPortfolio },
    ...{ chainId, chainName, account, clone, guardian, pause, delegations },
    paused: worth?.paused ?? null,
    unpause: worth?.paused === true ? unpauseCall(asked.clone, worth.generation) : null,
    lossPercent: worth === null ? null : formatDecimalRounded(BigInt(worth.lossBpsPerDay), 2, CENTS),
    worstDayUsd: usd(worth?.worstDayUsdE18 ?? null),
    pricesAtSeconds: worth?.pricesAtSeconds ?? null,
  };
};

const grouped = (rows: readonly DelegationDto[]): readonly Group[] => {
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
  const read = await onAppDatabase((sql) =>
    asViewer(sql, caller.value, async (transaction) => {
      const groups = grouped(await readDelegationDtos(transaction, address));
      const ids = await Promise.all(
        groups.map(([{ chainId, clone }]) =>
          findPortfolioId(transaction, { chainId, address: clone as Address }),
        ),
      );
      return groups.map((group, index) => ({ group, isPortfolio: ids[index] !== null }));
    }),
  );
  if (!read.ok) return read;
  const accounts = await Promise.all(
    read.value.map(({ group, isPortfolio }, index) =>
      accountOf(group, { isAsked: index < ACCOUNTS_ASKED_MAX, isPortfolio }),
    ),
  );
  return ok({ readAtSeconds, accounts });
};
