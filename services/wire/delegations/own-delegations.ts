import 'server-only';
import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { DELEGATIONS_MAX, type DelegationDto } from '../../../lib/api/delegations.ts';
import { DELEGATION_FRAMEWORK } from '../../../lib/delegations/framework.ts';
import type { DelegationStatus } from '../../../lib/delegations/standing.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { readOwnDelegations } from '../../store/delegations/delegations.ts';
import { type DelegationSight, delegationDtoOf } from './delegation-dto.ts';

/** Which of an owner's delegations are meant; what is left out is any. */
export type DelegationFilter = {
  readonly chainId?: number | undefined;
  readonly account?: Address | undefined;
  readonly status?: DelegationStatus | undefined;
};

/** How delegations of a chain are told; of a chain that isn't served any more, by what every chain has. */
export const delegationSight = (chainId: number): DelegationSight => {
  const settings = readEnv().chains.find(({ chain }) => chain.id === chainId);
  return {
    chainName: settings?.chain.name ?? `chain ${chainId}`,
    place: settings?.delegated ?? DELEGATION_FRAMEWORK,
    // A local chain's time is its own: what was seen there last is its now.
    nowSeconds: settings?.chain.slug === 'local' ? null : systemClock.nowSeconds(),
  };
};

/** What accounts that somebody owns or guards have granted, the newest first. */
export const readDelegationDtos = async (
  sql: TransactionSql,
  viewer: Address,
  { chainId, account, status }: DelegationFilter = {},
): Promise<readonly DelegationDto[]> => {
  const rows = await readOwnDelegations(sql, viewer);
  return rows
    .filter((row) => (chainId ?? row.chainId) === row.chainId && (account ?? row.account) === row.account)
    .map((row) => delegationDtoOf(row, delegationSight(row.chainId)))
    .filter((dto) => (status ?? dto.status) === dto.status)
    .slice(0, DELEGATIONS_MAX);
};
