'use client';

import { useEffect, useState } from 'react';
import type { PlanDto } from '../../lib/api/looks.ts';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import type { Json } from './form-node.ts';

/** Nobody is asked while somebody still types. */
const PAUSE_MS = 600;

export type PolicyPlan =
  | { readonly kind: 'asking' }
  | { readonly kind: 'planned'; readonly plan: PlanDto }
  | {
      readonly kind: 'refused';
      readonly sentence: string;
      /** By path within the policy. */
      readonly faults: ReadonlyMap<string, string>;
    };

const PREFIX = /^policy\.?/;

/** What is said of fields, by their path within the policy. */
export const faultsOf = (
  errors: readonly { readonly field: string; readonly message: string }[],
): ReadonlyMap<string, string> =>
  new Map(errors.map(({ field, message }) => [field.replace(PREFIX, ''), message] as const));

/** What the bot would do now under a policy, asked of the API on the last look; nothing is stored or traded. */
export function usePolicyPlan(portfolioId: string, policy: Json): PolicyPlan {
  const [state, setState] = useState<PolicyPlan>({ kind: 'asking' });
  const text = JSON.stringify(policy);
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      const answer = await apiRequest('POST', `/api/portfolios/${portfolioId}/plan`, {
        policy: JSON.parse(text),
      });
      if (over) return;
      if (answer.ok) setState({ kind: 'planned', plan: answer.value as PlanDto });
      else {
        const { problem } = answer;
        setState({ kind: 'refused', sentence: problemSentence(problem), faults: faultsOf(problem.errors) });
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [portfolioId, text]);
  return state;
}
