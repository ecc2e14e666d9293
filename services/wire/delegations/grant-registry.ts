import type { TransactionSql } from 'postgres';
import type { Outcome } from '../../../lib/api/problem.ts';
import { chainOfId } from '../../../lib/chains/known-chains.ts';
import type { DelegatedContracts } from '../../../lib/delegations/framework.ts';
import { openNodes } from '../../chain/chain-client.ts';
import { Secret } from '../../secret.ts';
import { openBotDatabase } from '../../store/database.ts';
import { type Grant, type GrantRequest, grantDelegation } from './grant-delegation.ts';

export type GrantRegistry = {
  /** As {@link grantDelegation}, by an operator: fails with `not-found` until the index has found the account's contract. */
  readonly grant: (request: GrantRequest) => Promise<Outcome<Grant>>;
  readonly close: () => Promise<void>;
};

/** Opens what keeps an account's delegations on the bot's database login, by a chain's own node. */
export const openGrantRegistry = (options: {
  readonly botUrl: string;
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly contracts: DelegatedContracts;
}): GrantRegistry => {
  const { botUrl, rpcUrl, chainId, contracts } = options;
  const database = openBotDatabase({ url: new Secret(botUrl), connectionsMax: 1 });
  const { batching } = openNodes({ rpcUrls: [new Secret(rpcUrl)], facts: chainOfId(chainId) });
  const inDatabase = <T>(work: (sql: TransactionSql) => Promise<Outcome<T>>) => database.run(work);
  const granting = { batching, contracts, inDatabase, by: { actor: 'operator', origin: null } } as const;
  return { grant: (request) => grantDelegation(granting, request), close: database.close };
};
