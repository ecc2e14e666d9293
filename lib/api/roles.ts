import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { addressField, addressText } from './fields.ts';

/** People above `user` that the database keeps. */
export const ROLE_HOLDERS_MAX = 200;

const roleField = z.enum(['user', 'operator', 'admin']);

const roleHolderDto = z
  .object({
    address: addressText,
    role: roleField,
    isNamed: z.boolean().describe('An admin by ADMIN_ADDRESSES: only the environment takes that away.'),
  })
  .meta({ id: 'RoleHolder' });
export type RoleHolder = z.infer<typeof roleHolderDto>;

export const listRoles = endpoint({
  id: 'listRoles',
  method: 'GET',
  path: '/api/admin/roles',
  tag: 'Administration',
  summary: `Operators and admins, by address; at most ${ROLE_HOLDERS_MAX} beside those whom ADMIN_ADDRESSES names.`,
  access: { who: 'admin', scope: null },
  answer: z.object({ holders: z.array(roleHolderDto) }),
});

export const changeRole = endpoint({
  id: 'changeRole',
  method: 'PUT',
  path: '/api/admin/roles/{address}',
  tag: 'Administration',
  summary:
    'Gives a role to somebody who has logged in before, or takes it (user). In force from their next request on, also for their tokens.',
  access: { who: 'admin', scope: null, stepUp: true },
  params: z.strictObject({ address: addressField }),
  body: z.strictObject({ role: roleField }).meta({ id: 'RoleChange' }),
  answer: z.object({ address: addressText, role: roleField }),
  problems: ['not-found', 'role-fixed', 'last-admin', 'too-many', 'step-up-required'],
});
