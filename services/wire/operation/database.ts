import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { decodeSnapshot } from '../../../lib/engine/codec.ts';
import type { Policy } from '../../../lib/engine/policy.ts';
import { guardContradictions } from '../../../lib/policy/guard-presets.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { completePolicy, firstDefaults, type PolicyDefaults } from '../../../lib/policy/policy-defaults.ts';
import { flat, ok, type Result } from '../../../lib/result.ts';
import { Secret } from '../../secret.ts';
import { openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { noteRegistration } from '../../store/note-registration.ts';
import { type Migration, migrate, migrationStatus } from '../../store/operation/migrate.ts';
import { provisionRoles } from '../../store/operation/provision-roles.ts';
import { readLastSnapshot, savePolicyRegistration } from '../../store/policies.ts';
import { readSignedAt } from '../../store/registrations.ts';
import { listSettings, readSettings, type Setting, saveSetting } from '../../store/settings.ts';

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
  /** As its owner wrote it: where it says nothing, it takes the system's defaults of this moment, and keeps them. */
  readonly policy: unknown;
  readonly name: string;
  readonly shared: boolean;
  readonly simulated: boolean;
};

export type Registered = {
  readonly policy: Policy;
  /**
   * That it replaces an owner's own word, and where it asks for what its contract's guard, as last seen, will not let it do: field and
   * reason.
   */
  readonly warnings: readonly string[];
};

export type PolicyRegistry = {
  /** Works before and after the index has found the contract. Fails with `policy-invalid`, naming every field. */
  readonly registerPolicy: (registration: PolicyToRegister) => Promise<Result<Registered>>;
  /** The policy as registering it now would keep it; stores nothing. */
  readonly complete: (policy: unknown) => Promise<Result<Policy>>;
  readonly close: () => Promise<void>;
};

const warningsOf = (policy: Policy, seen: unknown): readonly string[] => {
  const snapshot = decodeSnapshot(seen);
  if (!snapshot.ok) return [];
  const targets = snapshot.value.assets.map(({ targetBps }) => targetBps);
  return guardContradictions(policy, snapshot.value.guard, targets).map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  );
};

/** Opens what registers policies on the bot's database login. `fallback` serves where the database's settings say nothing. */
export const openPolicyRegistry = (botUrl: string, fallback: PolicyDefaults = {}): PolicyRegistry => {
  const database = openBotDatabase({ url: new Secret(botUrl), connectionsMax: 1 });
  const register = async (
    sql: TransactionSql,
    { policy, ...rest }: PolicyToRegister,
  ): Promise<Result<Registered>> => {
    const address = rest.address.toLowerCase() as Address;
    const { policyDefaults: defaults } = await readSettings(sql);
    if (!defaults.ok) return defaults;
    const complete = completePolicy(policy, firstDefaults(defaults.value, fallback));
    if (!complete.ok) return complete;
    const signedAt = await readSignedAt(sql, { chainId: rest.chainId, address });
    await savePolicyRegistration(sql, {
      ...rest,
      address,
      policy: policyToJson(complete.value),
      createdBy: 'operator',
    });
    const seen = await readLastSnapshot(sql, { chainId: rest.chainId, address });
    await noteRegistration(sql, { ...rest, address }, 'operator');
    const replaced =
      signedAt === null ? [] : [`it replaces what its owner signed at ${signedAt}, and nobody signed it`];
    return ok({ policy: complete.value, warnings: [...replaced, ...warningsOf(complete.value, seen)] });
  };
  const complete = async (policy: unknown): Promise<Result<Policy>> => {
    const settings = await asDatabaseResult(() => database.run(readSettings));
    if (!settings.ok) return settings;
    const { policyDefaults: defaults } = settings.value;
    return defaults.ok ? completePolicy(policy, firstDefaults(defaults.value, fallback)) : defaults;
  };
  return {
    complete,
    registerPolicy: async (registration) =>
      flat(await asDatabaseResult(() => database.run((sql) => register(sql, registration)))),
    close: database.close,
  };
};

export type SettingsDesk = {
  readonly list: () => Promise<Result<readonly Setting[]>>;
  /** By whoever is at the command line; answers the setting's version. */
  readonly set: (name: string, value: unknown) => Promise<Result<number>>;
  readonly close: () => Promise<void>;
};

/** Opens what operators change without a deploy: stop of all trading, pace of looks, defaults of policies. */
export const openSettings = (botUrl: string): SettingsDesk => {
  const database = openBotDatabase({ url: new Secret(botUrl), connectionsMax: 1 });
  return {
    list: () => asDatabaseResult(() => database.run(listSettings)),
    set: async (name, value) =>
      flat(
        await asDatabaseResult(() =>
          database.run((sql) =>
            saveSetting(sql, { name, value, actor: 'operator', origin: null, version: null }),
          ),
        ),
      ),
    close: database.close,
  };
};
