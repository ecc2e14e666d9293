import type { PaperPlanDto } from '../../lib/api/paper.ts';
import { Plan } from '../detail/plan.tsx';
import { formatInstant } from '../ui/format.ts';

type Props = { readonly planned: PaperPlanDto };

/** All numbers of a plan on paper, and at which prices and costs it was reckoned. */
export function PlannedNumbers({ planned: { plan, policyText, blockTimeSeconds } }: Props) {
  return (
    <div className="space-y-4">
      <p className="text-pretty text-ink-soft">
        {policyText}. At the prices of {formatInstant(blockTimeSeconds)}. A trade is counted to cost 10 bps of
        what it sells; whoever fills an order pays its gas.
      </p>
      <Plan plan={plan} />
    </div>
  );
}
