import { ALERT_RULES, type AlertKind } from './alert-kinds.ts';

/** Something that is wrong now. Of one kind and subject there is one. */
export type Condition = {
  readonly kind: AlertKind;
  readonly subject: string;
  /** Null = the operators' business. */
  readonly portfolioId: string | null;
  /** Of an index account's owner, who has no portfolio by it. */
  readonly indexAccountId?: string;
  readonly sentence: string;
};

/** An alert that has not recovered. */
export type OpenAlert = {
  readonly id: string;
  readonly kind: AlertKind;
  readonly subject: string;
  /** Since it was first seen. */
  readonly ageSeconds: number;
};

export type SeenCondition = Condition & {
  /** Whether it has been seen for as long as its kind asks for. */
  readonly isRaised: boolean;
  readonly tellsOperators: boolean;
};

export type AlertChanges = {
  readonly seen: readonly SeenCondition[];
  /** Ids of alerts whose condition is gone. */
  readonly recovered: readonly string[];
};

const keyOf = ({ kind, subject }: Pick<Condition, 'kind' | 'subject'>): string => `${kind} ${subject}`;

/**
 * What is raised, kept and recovered. The same condition met again, however often, keeps the alert it has; what was open and is not met
 * any more has recovered. Only what was examined may be handed in as open.
 */
export const judgeAlerts = (conditions: readonly Condition[], open: readonly OpenAlert[]): AlertChanges => {
  const openBy = new Map(open.map((alert) => [keyOf(alert), alert]));
  const met = new Map(conditions.map((condition) => [keyOf(condition), condition]));
  const seen = [...met.values()].map((condition): SeenCondition => {
    const { afterSeconds, tellsOperators } = ALERT_RULES[condition.kind];
    const ageSeconds = openBy.get(keyOf(condition))?.ageSeconds ?? 0;
    return { ...condition, tellsOperators, isRaised: ageSeconds >= afterSeconds };
  });
  return { seen, recovered: open.flatMap((alert) => (met.has(keyOf(alert)) ? [] : [alert.id])) };
};
