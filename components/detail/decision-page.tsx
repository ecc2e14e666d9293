import type { DecisionDto } from '../../lib/api/portfolio-detail-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { Age } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { Fact } from '../ui/fact.tsx';
import { formatCount, formatInstant, formatUsd, unbroken } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { Section } from '../ui/section.tsx';
import { OrderHistory } from './order-history.tsx';
import { Plan } from './plan.tsx';
import { TargetAndActual } from './target-and-actual.tsx';

function Facts({ decision }: { readonly decision: DecisionDto }) {
  const { look } = decision;
  if (look === null) return null;
  const error = look.trackingErrorBps;
  return (
    <dl className="grid gap-x-10 lg:grid-cols-2">
      <Fact name="Seen at block">
        {formatCount(look.blockNumber)} <Hex hex={decision.blockHash} kind="block" copy />
      </Fact>
      <Fact name="The block’s time">{formatInstant(look.blockTimeSeconds)}</Fact>
      <Fact name="Decided">
        {formatInstant(decision.atSeconds)}, <Age atSeconds={decision.atSeconds} /> ago
      </Fact>
      <Fact name="Next look promised for">{formatInstant(look.nextLookAtSeconds)} of the chain’s time</Fact>
      <Fact name="Value held">{look.valueUsd === null ? 'unknown' : formatUsd(look.valueUsd)}</Fact>
      <Fact name="Trigger">
        {decision.trigger === null ? 'none fired' : decision.trigger.replaceAll('-', ' ')}
      </Fact>
      <Fact name="Tracking error">{error === null ? 'unknown' : `${percentText(error, 2)} %`}</Fact>
      <Fact name="Tracking error after it">
        {decision.trackingErrorAfterBps === null
          ? 'unknown'
          : `${percentText(decision.trackingErrorAfterBps, 2)} %`}
      </Fact>
      <Fact name="Expected cost">{formatUsd(decision.expectedCostUsd)}</Fact>
      <Fact name="Expected benefit">
        {decision.expectedBenefitUsd === null
          ? 'not asked for by the policy'
          : formatUsd(decision.expectedBenefitUsd)}
      </Fact>
      <Fact name="Reason">
        {decision.reason === null ? 'it traded' : decision.reason.replaceAll('-', ' ')}
      </Fact>
      <Fact name="Policy">
        {decision.policyText} (version {decision.policyVersion})
      </Fact>
      <Fact name="Engine">{decision.engineVersion}</Fact>
      <Fact name="Generation">{formatCount(decision.generation)}</Fact>
      <Fact name="Tick">
        <span className="font-mono text-[0.75rem]">{decision.tickId}</span>
      </Fact>
      <Fact name="Compute it again from its row">
        <code className="font-mono text-[0.75rem]">npm run replay -- {decision.id}</code>
      </Fact>
    </dl>
  );
}

/** One decision with every number behind it, as it was journaled. */
export function DecisionPage({ decision }: { readonly decision: DecisionDto }) {
  const href = portfolioHref(decision.portfolio);
  return (
    <>
      <p>
        <BackLink href={href}>{decision.portfolio.name}</BackLink>
      </p>
      <h1 className="pt-1 text-2xl font-semibold tracking-tight">Decision {formatCount(decision.id)}</h1>
      <div className="space-y-8 pt-4">
        <p className="border-y border-line py-3 text-pretty text-sm">{unbroken(decision.why)}</p>
        <Facts decision={decision} />
        {decision.look !== null && <TargetAndActual look={decision.look} label={`Decision ${decision.id}`} />}
        <Section title="The plan">
          <Plan plan={decision.plan} />
        </Section>
        <OrderHistory view={null} trades={decision.trades} href={href} />
      </div>
    </>
  );
}
