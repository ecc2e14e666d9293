import 'server-only';
import * as declared from '../../../lib/api/roles.ts';
import { fail, ok } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { actorOf } from '../../store/as-viewer.ts';
import { readRoleHolders, saveRole } from '../../store/identity/roles.ts';
import { serve } from '../api.ts';
import { originOf } from './note.ts';

export const listRoles = serve(declared.listRoles, ({ inDatabase }) =>
  inDatabase(async (sql) => ok({ holders: [...(await readRoleHolders(sql, readEnv().adminAddresses))] })),
);

export const changeRole = serve(
  declared.changeRole,
  ({ params: { address }, body: { role }, caller, request, inDatabase }) =>
    inDatabase(async (sql) => {
      if (caller.kind === 'anonymous') return fail('unauthorised', 'Log in with the wallet for this.');
      const saved = await saveRole(sql, {
        ...{ address, role, by: caller.address, named: readEnv().adminAddresses },
        ...{ actor: actorOf(caller), origin: originOf(request) },
      });
      return saved.ok ? ok({ address, role }) : saved;
    }),
);
