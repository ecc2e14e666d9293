import type { Address, Hex } from 'viem';
import type { Delegated } from '../../lib/engine/snapshot.ts';
import type { GrantedDelegation } from '../../lib/ledger/tick-record.ts';
import type { UnixSeconds } from '../../lib/result.ts';

/** What may be sold of a token, and by which delegation; null where none is good. */
export type Granted = { readonly delegated: Delegated; readonly context: Hex | null };

const MISSING: Delegated = { ok: false, reason: 'delegation-missing', detail: null, untilSeconds: null };

/** When the period that `now` lies in is over: {s} = start + period × (whole periods since the start + 1). */
const renewsAt = (
  { startSeconds, periodSeconds }: Pick<GrantedDelegation, 'startSeconds' | 'periodSeconds'>,
  now: UnixSeconds,
): UnixSeconds =>
  now < startSeconds
    ? startSeconds
    : startSeconds + periodSeconds * (Math.floor((now - startSeconds) / periodSeconds) + 1);

/** What a refusal's own words leave out. */
const DETAILS: Readonly<Record<string, string>> = {
  'nonce-raised': 'it has raised its nonce, which ends all that it granted before',
  'not-begun': 'it does not hold yet',
  'not-signed': 'its signature is none of its own any more',
  'not-deployed': 'it has no code on this chain, so nothing can act for it',
};

const refusal = (
  reason: Extract<Delegated, { ok: false }>['reason'],
  detail: string | null = null,
): Delegated => ({
  ...{ ok: false, reason, detail, untilSeconds: null },
});

/** Why nothing can be sold by one delegation, by what the last look at it left; null when it is good. */
const whyNot = (one: GrantedDelegation, now: UnixSeconds): Delegated | null => {
  const { status, standing, expiresAtSeconds, startSeconds, isDropped } = one;
  if (status === 'superseded') return refusal('delegation-superseded');
  // A second too early rather than one too late: the edge itself is out.
  if (status === 'expired' || expiresAtSeconds <= now) return refusal('delegation-expired');
  if (isDropped) return refusal('delegation-revoked', 'its owner has dropped it here');
  const detail = DETAILS[standing] ?? null;
  if (status === 'revoked') return refusal('delegation-revoked', detail);
  if (standing === 'manager-paused') return refusal('delegations-paused');
  if (status === 'exhausted')
    return { ...refusal('delegation-exhausted'), untilSeconds: renewsAt(one, now) } as Delegated;
  if (status === 'granted' && one.leftUnits !== null) return null;
  const wait = refusal('delegation-refused', detail);
  return standing === 'not-begun' && startSeconds > now
    ? ({ ...wait, untilSeconds: startSeconds } as Delegated)
    : wait;
};

/** More of a period that is left first, then the later expiry, then the newer one. */
const better = (one: GrantedDelegation, other: GrantedDelegation): GrantedDelegation => {
  const [left, right] = [one.leftUnits ?? 0n, other.leftUnits ?? 0n];
  if (left !== right) return left > right ? one : other;
  return other.expiresAtSeconds > one.expiresAtSeconds ? other : one;
};

/**
 * What may be sold of a token by what its account has granted. One delegation is redeemed for a swap, so the best one counts and not their sum.
 * Where none is good, a used-up one names the cause, since it passes by itself; else the newest.
 */
export const grantedOf = (rows: readonly GrantedDelegation[], token: Address, now: UnixSeconds): Granted => {
  const own = rows.filter((row) => row.token === token);
  const judged = own.map((row) => ({ row, why: whyNot(row, now) }));
  const good = judged.flatMap(({ row, why }) => (why === null ? [row] : []));
  const [first, ...others] = good;
  if (first !== undefined) {
    const best = others.reduce(better, first);
    const { leftUnits, context } = best;
    return {
      delegated: { ok: true, leftUnits: leftUnits ?? 0n, renewsAtSeconds: renewsAt(best, now) },
      context,
    };
  }
  const causes = judged.flatMap(({ why }) => why ?? []);
  const passing = causes.find((why) => !why.ok && why.reason === 'delegation-exhausted');
  return { delegated: passing ?? causes[0] ?? MISSING, context: null };
};
