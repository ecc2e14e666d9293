import type { Address } from 'viem';
import type { Policy } from '../../lib/engine/policy.ts';
import type { Result } from '../../lib/result.ts';
import { policyToJson } from '../../lib/schema/policy.ts';
import { Secret } from '../secret.ts';
import { openBotDatabase } from '../store/database.ts';
import { asDatabaseResult } from '../store/database-failure.ts';
import { type Migration, migrate, migrationStatus } from '../store/migrate.ts';
import { savePolicyRegistration } from '../store/policies.ts';
import { provisionRoles } from '../store/provision-roles.ts';

export type { Migration };

/** Where the database is administered: a direct connection that may create roles, and the folder of migrations. */
export type DatabaseAdministration = { readonly directUrl: string; readonly folder: string };

/** Applies pending migrations and answers their names; doing it again does nothing. Fails with `migration-changed`. */
export const migrateDatabase = ({
  directUrl,
  folder,
}: DatabaseAdministration): Promise<Result<readonly string[]>> =>
  migrate({ url: new Secret(directUrl), folder });

export const databaseStatus = ({
  directUrl,
  folder,
}: DatabaseAdministration): Promise<readonly Migration[]> =>
  migrationStatus({ url: new Secret(directUrl), folder });

/**
 * Makes the two logins and answers their URLs: `bot` for ticks (and for a web app that also runs `/api/balance`), `app` for
 * one that only shows pages. Neither is superuser, neither bypasses row level security.
 */
export const provisionLogins = async (
  directUrl: string,
  passwords: { readonly bot: string; readonly app: string },
): Promise<{ readonly bot: string; readonly app: string }> => {
  const urls = await provisionRoles(new Secret(directUrl), {
    bot: new Secret(passwords.bot),
    app: new Secret(passwords.app),
  });
  return { bot: urls.bot.reveal(), app: urls.app.reveal() };
};

export type PolicyToRegister = {
  readonly chainId: number;
  readonly address: Address;
  readonly policy: Policy;
  readonly name: string;
  readonly shared: boolean;
  readonly simulated: boolean;
};

/** Opens what registers policies on the bot's database login; works before and after the index has found the contract. */
export const openPolicyRegistry = (
  botUrl: string,
): {
  readonly registerPolicy: (registration: PolicyToRegister) => Promise<Result<void>>;
  readonly close: () => Promise<void>;
} => {
  const database = openBotDatabase({ url: new Secret(botUrl), connectionsMax: 1 });
  return {
    registerPolicy: ({ address, policy, ...rest }) =>
      asDatabaseResult(() =>
        database.run((sql) =>
          savePolicyRegistration(sql, {
            ...rest,
            address: address.toLowerCase() as Address,
            policy: policyToJson(policy),
            createdBy: 'operator',
          }),
        ),
      ),
    close: database.close,
  };
};
