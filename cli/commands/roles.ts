import { command } from '../command/command.ts';
import { ROLES_OPTIONS } from '../roles/options.ts';

const work = () => import('../roles/run-roles.ts');

const WORKS_OVER = 'Works over DB_DIRECT_URL, else DB_URL, which must be an administrator’s.';
const ADDRESS = { name: 'ADDRESS', text: 'of the wallet, which has logged in before' } as const;
const CHANGED = {
  0: 'so it is, and the audit log says who made it so',
  1: 'refused; nothing has changed',
  2: 'wrong usage, or no database is named: nothing was done',
} as const;

export const rolesCommands = [
  command({
    name: 'roles list',
    summary: 'Lists operators and admins, those of ADMIN_ADDRESSES included.',
    about: [WORKS_OVER],
    arguments: [],
    options: ROLES_OPTIONS,
    examples: [],
    exitCodes: { 0: 'listed', 1: 'no answer', 2: CHANGED[2] },
    load: async () => (await work()).runListRoles,
  }),
  command({
    name: 'roles give',
    summary: 'Makes somebody an operator or an admin, from their next request on.',
    about: [WORKS_OVER],
    arguments: [ADDRESS, { name: 'ROLE', text: 'operator or admin' }],
    options: {},
    examples: [{ words: '0x… operator', text: 'Who may read what is set' }],
    exitCodes: CHANGED,
    load: async () => (await work()).runGiveRole,
  }),
  command({
    name: 'roles take',
    summary: 'Makes somebody a user again, from their next request on.',
    about: [
      WORKS_OVER,
      'Unlike an admin over the web it may take the last admin’s; ADMIN_ADDRESSES names another.',
    ],
    arguments: [ADDRESS],
    options: {},
    examples: [],
    exitCodes: CHANGED,
    load: async () => (await work()).runTakeRole,
  }),
];
