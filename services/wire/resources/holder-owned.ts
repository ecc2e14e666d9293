import 'server-only';
import type { Address } from 'viem';
import type { Caller } from '../../../lib/api/caller.ts';
import type { PortfolioPlace } from '../../../lib/api/live-dto.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readHybridOwner } from '../../chain/read-hybrid-owner.ts';
import { type Holder, readGuardedHolder } from '../../store/api/holder-owned.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { findAnyPortfolioId } from '../../store/portfolio-reads.ts';
import { onAppDatabase } from '../app-sql.ts';
import { chainServed } from './chains.ts';

/** Whether somebody owns a smart account, as the chain says it now. Of a chain that has no such accounts: nobody does. Fails as the chain does. */
export const ownsHolder = async (viewer: Address, { chainId, address }: Holder): Promise<Result<boolean>> => {
  const served = chainServed(chainId);
  if (served === null || served.delegated === null) return ok(false);
  const right = await served.isRight();
  const head = right.ok ? await readHead(served.chain) : right;
  if (!head.ok) return head;
  const question = { account: address, hybrid: served.delegated.accounts.hybrid };
  const owner = await readHybridOwner(served.batching, question, head.value.number);
  return owner.ok ? ok(owner.value === viewer) : owner;
};

/**
 * The smart account behind a portfolio, where the caller guards it and the chain says now that they own it; null = nothing of the kind. Fails
 * as database and chain do. Costs whoever guards nothing one statement.
 */
export const holderOwnedBy = async (
  caller: Caller,
  of: { readonly id: string } | PortfolioPlace,
): Promise<Result<Holder | null>> => {
  if (caller.kind === 'anonymous') return ok(null);
  const guarded = await onAppDatabase((sql) =>
    asViewer(sql, caller, async (transaction) => {
      const id = 'id' in of ? of.id : await findAnyPortfolioId(transaction, of);
      return id === null ? null : readGuardedHolder(transaction, id);
    }),
  );
  if (!guarded.ok || guarded.value === null) return guarded;
  const owns = await ownsHolder(caller.address, guarded.value);
  return owns.ok ? ok(owns.value ? guarded.value : null) : owns;
};
