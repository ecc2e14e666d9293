import type { DecisionDto, DecisionRow } from '../../lib/api/history.ts';
import { decodeDecision, namedDecision, namedSnapshot } from '../../lib/engine/codec.ts';
import { explain } from '../../lib/engine/explain.ts';

/** A decision's row, and what it was made from as it was journaled. */
export type DecisionRecord = {
  readonly row: DecisionRow;
  readonly snapshot: unknown;
  readonly policy: unknown;
  readonly decision: unknown;
};

/** A decision in words and numbers. One that an older engine wrote and this one can't read has numbers only. */
export const decisionDtoOf = ({ row, snapshot, policy, decision }: DecisionRecord): DecisionDto => {
  const decoded = decodeDecision(decision);
  const explanation = decoded.ok ? explain(decoded.value) : null;
  return {
    ...row,
    explanation:
      explanation === null ? null : { sentence: explanation.sentence, rows: [...explanation.rows] },
    ...{ snapshot: namedSnapshot(snapshot), policy, decision: namedDecision(decision) },
  };
};
