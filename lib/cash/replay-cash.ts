import { type Difference, differencesBetween } from '../json/differences.ts';
import type { Json } from '../json/stored-json.ts';
import { decodeCashPolicy, decodeCashSnapshot, encodeCashDecision } from './cash-codec.ts';
import { CASH_VERSION } from './cash-version.ts';
import { decideCash } from './decide-cash.ts';

/** A decision about an owner's cash as its row holds it. */
export type RecordedCash = {
  readonly engineVersion: string;
  readonly snapshot: unknown;
  readonly policy: unknown;
  readonly decision: unknown;
};

/** What deciding again from the row came to. `different` by the same version is a bug, or a row that was tampered with. */
export type CashReplay =
  | { readonly kind: 'identical'; readonly sameEngine: boolean }
  | { readonly kind: 'different'; readonly sameEngine: boolean; readonly differences: readonly Difference[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Decides again from a row alone and compares every field, in the form in which it was stored. */
export const replayCash = ({ engineVersion, snapshot, policy, decision }: RecordedCash): CashReplay => {
  const seen = decodeCashSnapshot(snapshot);
  if (!seen.ok) return { kind: 'unreadable', why: `snapshot ${seen.error.message}` };
  const rules = decodeCashPolicy(policy);
  if (!rules.ok) return { kind: 'unreadable', why: `policy ${rules.error.message}` };
  const sameEngine = engineVersion === CASH_VERSION;
  const now = encodeCashDecision(decideCash(seen.value, rules.value));
  // An older version's number is expected to differ from ours by itself.
  const differences = differencesBetween(decision as Json, now).filter(
    ({ path }) => sameEngine || path !== 'cashVersion',
  );
  return differences.length === 0
    ? { kind: 'identical', sameEngine }
    : { kind: 'different', sameEngine, differences };
};
