import type { Sql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { decodeDecision } from '../../lib/engine/codec.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';

/** A trade and the impact limit: what was wanted of a portfolio's pair at a block, and how much the pools' depth let through. */
export type ImpactMeeting = {
  readonly portfolio: string;
  readonly block: number;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly wantedUsd: number;
  readonly allowedUsd: number;
};

/** The trades that the impact limit held back whole, and those that it made smaller and that were carried out. */
export type ImpactStory = {
  readonly heldBack: readonly ImpactMeeting[];
  readonly letThrough: readonly (ImpactMeeting & { readonly soldUsd: number })[];
};

const rowSchema = z.object({
  name: z.string(),
  block: z.number(),
  kind: z.enum(['act', 'hold']),
  filled: z.array(z.string()),
  decision: z.unknown(),
});

const usd = (usdE18: bigint): number => Number(formatDecimalRounded(usdE18, 18, 2));

const meetingsOf = (row: z.infer<typeof rowSchema>): readonly (ImpactMeeting & { soldUsd: number })[] => {
  const decoded = decodeDecision(row.decision);
  if (!decoded.ok) return [];
  const { plan, dropped } = decoded.value;
  const legs = plan.kind === 'act' ? plan.legs : [];
  return dropped.flatMap(({ sellToken, buyToken, hold: { reason, limit } }) => {
    if (reason !== 'impact-too-high' || limit === null) return [];
    const sold = legs
      .filter((leg) => leg.sellToken === sellToken && leg.buyToken === buyToken)
      .filter(({ index }) => row.filled.includes(String(index)))
      .reduce((sum, leg) => sum + leg.sellValueUsdE18, 0n);
    const [wantedUsd, allowedUsd] = [usd(limit.actual), usd(limit.allowed)];
    const at = { portfolio: row.name, block: row.block, sellToken, buyToken };
    return [{ ...at, wantedUsd, allowedUsd, soldUsd: usd(sold) }];
  });
};

/** What the journal says of the impact limit, oldest first. */
export const readImpact = async (sql: Sql): Promise<ImpactStory> => {
  const rows = await sql`
    select p.name, s.block_number::int as block, d.kind, d.decision,
      array(select o.leg_index::text from orders o where o.decision_id = d.id and o.status = 'filled' order by o.leg_index) as filled
    from decisions d join snapshots s on s.id = d.snapshot_id join portfolios p on p.id = d.portfolio_id
    join accounts a on a.id = p.account_id and a.kind = 'balancer'
    where d.decision::text like '%impact-too-high%' order by d.id`;
  const met = rows.flatMap((row) => meetingsOf(rowSchema.parse(row)));
  return {
    heldBack: met.filter(({ soldUsd }) => soldUsd === 0).map(({ soldUsd: _, ...one }) => one),
    letThrough: met.filter(({ soldUsd }) => soldUsd > 0),
  };
};

/** What is not shown yet of an impact limit that holds a trade back and later lets a smaller one through. */
export const impactProblems = ({ heldBack, letThrough }: ImpactStory): readonly string[] => {
  if (heldBack.length === 0) return ['the impact limit has held nothing back'];
  const later = letThrough.some((smaller) =>
    heldBack.some(
      ({ portfolio, block, wantedUsd }) =>
        smaller.portfolio === portfolio && block < smaller.block && smaller.soldUsd < wantedUsd,
    ),
  );
  return later ? [] : ['no trade that was held back came through smaller'];
};
