import type { DelegationDto } from '../../../lib/api/delegations.ts';
import { caveatInWords } from '../../../lib/delegations/caveat-words.ts';
import { delegationsOf } from '../../../lib/delegations/delegation.ts';
import type { DelegationPlace } from '../../../lib/delegations/framework.ts';
import { pauseCall, revokeCall } from '../../../lib/delegations/off-switches.ts';
import { whyOfRow } from '../../../lib/delegations/standing.ts';
import type { OwnDelegation } from '../../store/delegations/delegations.ts';

/** What a row is told by: how its chain is called, where its framework is, and the time of now. */
export type DelegationSight = {
  readonly chainName: string;
  readonly place: DelegationPlace;
  /** Null where the chain's time is its own: then it is that of the last look. */
  readonly nowSeconds: number | null;
};

const nextPeriodAt = (row: OwnDelegation, nowSeconds: number): number | null => {
  const { startSeconds, periodSeconds, expiresAtSeconds } = row;
  const past = Math.max(0, Math.floor((nowSeconds - startSeconds) / periodSeconds));
  const next = startSeconds + (past + 1) * periodSeconds;
  return next < expiresAtSeconds ? next : null;
};

/** What a period still lets through now: all of it once the one that was looked at is over. */
const leftNow = (row: OwnDelegation, nowSeconds: number): bigint | null => {
  const next = nextPeriodAt(row, row.seenAtSeconds);
  return row.leftUnits !== null && next !== null && nowSeconds >= next ? row.amountUnits : row.leftUnits;
};

/** A row as its owner is shown it. @throws where a row isn't the delegation that its hash is of */
export const delegationDtoOf = (row: OwnDelegation, sight: DelegationSight): DelegationDto => {
  const [delegation] = delegationsOf(row.context) ?? [];
  if (delegation === undefined) throw new Error(`the delegation ${row.hash} can’t be read`);
  const { place, chainName } = sight;
  const nowSeconds = sight.nowSeconds ?? row.seenAtSeconds;
  const { amountUnits, symbol, decimals } = row;
  const token = symbol === null || decimals === null ? null : { symbol, decimals };
  const left = leftNow(row, nowSeconds);
  const hasExpired = nowSeconds >= row.expiresAtSeconds && row.status !== 'superseded';
  const status = hasExpired ? 'expired' : row.status;
  const standing = hasExpired ? 'expired' : row.standing;
  return {
    ...{ hash: row.hash, chainId: row.chainId, chainName, account: row.account, clone: row.clone },
    ...{ guardian: row.guardian, manager: row.manager, token: row.token, symbol, decimals },
    amountUnits: `${amountUnits}`,
    leftUnits: left === null ? null : `${left}`,
    usedUnits: left === null ? null : `${amountUnits - left}`,
    ...{ periodSeconds: row.periodSeconds, startSeconds: row.startSeconds },
    nextPeriodAtSeconds: nextPeriodAt(row, nowSeconds),
    expiresAtSeconds: row.expiresAtSeconds,
    caveats: delegation.caveats.map((one) => ({
      ...caveatInWords(one, { enforcers: place.enforcers, token }),
    })),
    ...{ status, standing, why: whyOfRow(status, standing) },
    ...{ seenAtSeconds: row.seenAtSeconds, dropped: row.dropped, context: row.context },
    ...{ revoke: revokeCall(row.manager, delegation), pause: pauseCall(row.clone) },
  };
};
