import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { encodeCashDecision, encodeCashPolicy, encodeCashSnapshot } from '../../../lib/cash/cash-codec.ts';
import type { CashDecision } from '../../../lib/cash/cash-decision.ts';
import type { CashPolicy } from '../../../lib/cash/cash-policy.ts';
import type { CashSnapshot } from '../../../lib/cash/cash-snapshot.ts';
import type { MoveToSign } from '../../../lib/cash/moves/cash-move.ts';
import type { DueCash } from '../../../lib/cash/moves/due-cash.ts';
import type { HeldShift } from '../../../lib/cash/moves/hold-shifts.ts';

/** A move that its signer has signed. */
export type SignedMove = MoveToSign & {
  /** What was signed; the contract's events call the move by it. */
  readonly id: Hex;
  readonly signature: Hex;
  /** Nothing of it is in an earlier block. */
  readonly fromBlock: bigint;
};

/** A look, what was decided by it, and what is to be done for it. */
export type CashEntry = {
  readonly due: Pick<DueCash, 'ownerId' | 'token'>;
  readonly snapshot: CashSnapshot;
  readonly policy: CashPolicy;
  readonly decision: CashDecision;
  readonly moves: readonly SignedMove[];
  readonly held: readonly HeldShift[];
  readonly dueInSeconds: number;
};

/** What stands in the columns of each kind. */
const wordsRow = ({ words }: SignedMove) => {
  switch (words.kind) {
    case 'Deposit':
      return {
        kind: 'deposit',
        vault: words.vault,
        shares: null,
        least: `${words.minShares}`,
        sibling: null,
      };
    case 'Redeem':
      return {
        kind: 'redeem',
        vault: words.vault,
        shares: `${words.shares}`,
        least: `${words.minAssets}`,
        sibling: null,
      };
    case 'Bridge':
      return { kind: 'bridge', vault: null, shares: null, least: `${words.maxFee}`, sibling: words.sibling };
  }
};

const moveRow = (move: SignedMove) => ({
  ...{ id: move.id, index: move.index, portfolio: move.portfolioId, chain: move.chainId, ...wordsRow(move) },
  ...{ to_chain: move.toChainId, units: `${move.units}`, nonce: `${move.terms.nonce}` },
  ...{ generation: `${move.terms.generation}`, deadline: move.terms.deadline, signature: move.signature },
  from_block: `${move.fromBlock}`,
});

const heldJson = (held: readonly HeldShift[]): string | null =>
  held.length === 0
    ? null
    : JSON.stringify(
        held.map(({ shift: { to, units }, lossUnits, mostUnits }) => ({
          ...{ chainId: to.chainId, vault: to.vault, units: `${units}` },
          ...{ lossUnits: `${lossUnits}`, mostUnits: `${mostUnits}` },
        })),
      );

const insertMoves = async (
  sql: TransactionSql,
  decisionId: string,
  moves: readonly SignedMove[],
): Promise<void> => {
  if (moves.length === 0) return;
  await sql`
    insert into cash_moves (id, decision_id, move_index, kind, portfolio_id, chain_id, vault, to_chain_id, units, shares, least, nonce,
      generation, deadline_seconds, signature, from_block, sibling)
    select i.id, ${decisionId}::bigint, i.index, i.kind, i.portfolio, i.chain, i.vault, i.to_chain, i.units, i.shares, i.least, i.nonce,
      i.generation, i.deadline, i.signature, i.from_block, i.sibling
    from jsonb_to_recordset(${JSON.stringify(moves.map(moveRow))}::text::jsonb) as i(id text, index smallint, kind text, portfolio bigint,
      chain bigint, vault text, to_chain bigint, units numeric, shares numeric, least numeric, nonce numeric, generation numeric,
      deadline bigint, signature text, from_block bigint, sibling text)
    order by i.index`;
};

/**
 * Ends a look: writes snapshot, decision and signed moves, all or nothing, before anybody sees one of them. The first look's starting place
 * stays the owner's. Answers the decision's id; null = somebody else holds the owner by now, and nothing is written.
 */
export const journalCash = async (sql: TransactionSql, entry: CashEntry): Promise<string | null> => {
  const { due, snapshot, policy, decision, moves, held: waiting, dueInSeconds } = entry;
  const anchor = snapshot.anchor.length === 0 ? null : JSON.stringify(snapshot.anchor);
  const held = await sql`
    update cash_owners set lease_owner = null, looked_at = now(), failure_code = null, failures = 0,
      anchor = coalesce(anchor, ${anchor}::text::jsonb), visible_at = now() + make_interval(secs => ${dueInSeconds})
    where id = ${due.ownerId} and lease_token = ${`${due.token}`}::bigint and archived_at is null returning id`;
  if (held.length === 0) return null;
  const reason = decision.plan.kind === 'stay' ? decision.plan.stay.reason : null;
  const [row] = await sql<{ id: string }[]>`
    insert into cash_decisions (owner_id, snapshot, decision, policy, cash_version, kind, reason, value_units, decided_at_seconds, held)
    values (${due.ownerId}, ${JSON.stringify(encodeCashSnapshot(snapshot))}::text::jsonb,
      ${JSON.stringify(encodeCashDecision(decision))}::text::jsonb, ${JSON.stringify(encodeCashPolicy(policy))}::text::jsonb,
      ${decision.cashVersion}, ${decision.plan.kind}, ${reason}, ${`${decision.valueUnits}`}::numeric, ${decision.decidedAt}, ${heldJson(waiting)}::text::jsonb)
    returning id::text`;
  if (row === undefined) return null;
  await insertMoves(sql, row.id, moves);
  return row.id;
};
