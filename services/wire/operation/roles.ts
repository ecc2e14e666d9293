import type { Address } from 'viem';
import type { Role } from '../../../lib/api/caller.ts';
import type { RoleHolder } from '../../../lib/api/roles.ts';
import { flat, type Result } from '../../../lib/result.ts';
import { Secret } from '../../secret.ts';
import { openDirectConnection } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { readRoleHolders, saveRole } from '../../store/identity/roles.ts';
import { inTransaction } from '../../store/transaction.ts';

export type RolesDesk = {
  readonly list: () => Promise<Result<readonly RoleHolder[]>>;
  /** By whoever is at the command line; answers the role before. Fails like {@link saveRole}, but may leave no admin. */
  readonly give: (address: Address, role: Role) => Promise<Result<Role>>;
  readonly close: () => Promise<void>;
};

export type RolesAccess = {
  /** An administrator's: neither the bot's login nor the web app's reaches roles without an admin's name. */
  readonly directUrl: string;
  /** Admins by ADMIN_ADDRESSES. */
  readonly named: readonly Address[];
};

/** Opens the roles for whoever has the database's password. */
export const openRoles = ({ directUrl, named }: RolesAccess): RolesDesk => {
  const sql = openDirectConnection(new Secret(directUrl));
  return {
    list: () =>
      asDatabaseResult(() =>
        inTransaction(sql, async (tx) => {
          // Refuses a login from which policies would hide rows, in place of showing none.
          await tx`set local row_security = off`;
          return readRoleHolders(tx, named);
        }),
      ),
    give: async (address, role) =>
      flat(
        await asDatabaseResult(() =>
          inTransaction(sql, async (tx) => {
            await tx`set local row_security = off`;
            return saveRole(tx, { address, role, named, by: null, actor: 'operator', origin: null });
          }),
        ),
      ),
    close: () => sql.end({ timeout: 5 }),
  };
};
