import type { Sql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { GrantRequest } from '../../services/wire/delegations/grant-delegation.ts';
import { openGrantRegistry } from '../../services/wire/delegations/grant-registry.ts';
import { CHAIN_ID, latestBlock } from '../chain/rpc.ts';
import { sleep } from '../process/sleep.ts';
import type { StackKeys } from '../world/keys.ts';
import { type DelegatedAccount, type SignedGrant, signDailyGrant } from './delegated-account.ts';

/** Waiting for the first tick, on a machine that may be busy. */
const FOUND_WITHIN_MS = 120_000;

type RegisterGrants = {
  readonly account: DelegatedAccount;
  readonly botUrl: string;
  readonly rpcUrl: string;
  readonly sql: Sql;
  /** Asks for a tick: it finds the account's contract. */
  readonly nudge: () => Promise<void>;
  readonly isStopping: () => boolean;
};

const requestOf = (
  { contracts, clone }: DelegatedAccount,
  { token, amountUnits, context }: SignedGrant,
): GrantRequest => ({
  ...{ chainId: CHAIN_ID, clone, token, amountUnits: BigInt(amountUnits), context },
  ...{ signedFor: { chainId: CHAIN_ID, manager: contracts.manager }, moreIsMeant: false },
});

/**
 * Has the product keep what the account has granted, as its pages would: judged, and tried on the chain. What is kept already is left alone,
 * whatever became of it. Fails as the product refuses it, or when no tick finds the account's contract.
 */
export const registerGrants = async (options: RegisterGrants): Promise<Result<null>> => {
  const { account, botUrl, rpcUrl, sql, nudge, isStopping } = options;
  const { contracts, grants } = account;
  const rows = await sql`select hash from delegations where hash in ${sql(grants.map(({ hash }) => hash))}`;
  const known = new Set(rows.map((row) => String(row['hash'])));
  const registry = openGrantRegistry({ botUrl, rpcUrl, chainId: CHAIN_ID, contracts });
  const deadline = performance.now() + FOUND_WITHIN_MS;
  try {
    for (const grant of grants.filter(({ hash }) => !known.has(hash))) {
      const request = requestOf(account, grant);
      for (;;) {
        const granted = await registry.grant(request);
        if (granted.ok || isStopping()) break;
        const { code, message } = granted.error;
        // Anything else passes: the contract isn't found yet, or node or database are busy.
        if (code.startsWith('delegation-') || performance.now() > deadline)
          return fail(code, `The delegation ${grant.hash} is not kept: ${message}`);
        await nudge();
        await sleep(100);
      }
    }
    return ok(null);
  } finally {
    await registry.close();
  }
};

const RENEWED_BEFORE_SECONDS = 10 * 86_400;
const LOOK_EVERY_SECONDS = 86_400;
const endingRow = z.object({ token: z.custom<Address>(), units: z.string() });

/**
 * Grants anew what is about to expire, as its owner would; call it often. What was revoked stays revoked, and what has ended stays ended.
 */
export const createRenewal = (
  options: Pick<RegisterGrants, 'account' | 'botUrl' | 'rpcUrl' | 'sql'> & { readonly keys: StackKeys },
): (() => Promise<void>) => {
  const { account, botUrl, rpcUrl, sql, keys } = options;
  let lookedAtSeconds = 0;
  const ending = async (nowSeconds: UnixSeconds) => {
    const rows = await sql`
      select token, max(amount_units)::text as units from delegations
      where delegate = ${account.clone} and status in ('granted', 'exhausted') and dropped_at is null
      group by token having max(expires_at_seconds) < ${nowSeconds + RENEWED_BEFORE_SECONDS}`;
    return rows.map((row) => endingRow.parse(row));
  };
  return async () => {
    const { timeSeconds: startSeconds } = await latestBlock(rpcUrl);
    if (startSeconds < lookedAtSeconds + LOOK_EVERY_SECONDS) return;
    lookedAtSeconds = startSeconds;
    const { contracts } = account;
    const registry = openGrantRegistry({ botUrl, rpcUrl, chainId: CHAIN_ID, contracts });
    for (const { token, units } of await ending(startSeconds)) {
      const asked = { token, amountUnits: BigInt(units), startSeconds };
      // Refused today, it is tried again tomorrow: there are ten days left.
      await registry.grant(requestOf(account, await signDailyGrant(keys, account, asked)));
    }
    await registry.close();
  };
};
