import type { Address } from 'viem';
import type { Role } from '../../lib/api/caller.ts';
import { addressField } from '../../lib/api/fields.ts';
import { ok, type Result } from '../../lib/result.ts';
import { openRoles, type RolesDesk } from '../../services/wire/operation/roles.ts';
import { EXIT, type ExitCode, type Run, UsageError } from '../command/command.ts';
import { type Terminal, textTable } from '../command/terminal.ts';
import { environment } from '../environment.ts';
import type { ROLES_OPTIONS } from './options.ts';

type None = Readonly<Record<string, never>>;

const atDesk = async (
  { error }: Terminal,
  work: (desk: RolesDesk) => Promise<Result<null>>,
): Promise<ExitCode> => {
  const { dbDirectUrl, adminAddresses } = environment();
  if (dbDirectUrl === null) {
    error('Neither DB_DIRECT_URL nor DB_URL is set: there is no database to work on.');
    return EXIT.usage;
  }
  const desk = openRoles({ directUrl: dbDirectUrl.reveal(), named: adminAddresses });
  try {
    const done = await work(desk);
    if (!done.ok) error(done.error.message);
    return done.ok ? EXIT.done : EXIT.refused;
  } finally {
    await desk.close();
  }
};

/** Lists operators and admins. */
export const runListRoles: Run<typeof ROLES_OPTIONS> = ({ values }, terminal) =>
  atDesk(terminal, async (desk) => {
    const listed = await desk.list();
    if (!listed.ok) return listed;
    const rows = listed.value.map(({ address, role, isNamed }) => [
      address,
      role,
      isNamed ? 'ADMIN_ADDRESSES' : '',
    ]);
    if (values.json) for (const holder of listed.value) terminal.out(JSON.stringify(holder));
    else terminal.out(rows.length === 0 ? 'Nobody has a role.' : textTable(rows));
    return ok(null);
  });

const addressOf = (word: string): Address => {
  const read = addressField.safeParse(word);
  if (!read.success) throw new UsageError(`ADDRESS ${read.error.issues[0]?.message}`);
  return read.data;
};

const roleOf = (word: string): Role => {
  if (word === 'operator' || word === 'admin') return word;
  throw new UsageError('ROLE must be operator or admin; `roles take` takes either');
};

const change = (terminal: Terminal, address: Address, role: Role): Promise<ExitCode> =>
  atDesk(terminal, async (desk) => {
    const before = await desk.give(address, role);
    if (!before.ok) return before;
    terminal.out(
      before.value === role
        ? `${address} is ${role} already.`
        : `${address} is ${role} now, and was ${before.value}.`,
    );
    return ok(null);
  });

/** Makes somebody an operator or an admin. */
export const runGiveRole: Run<None> = async ({ words: [address = '', role = ''] }, terminal) =>
  change(terminal, addressOf(address), roleOf(role));

/** Makes somebody a user again. */
export const runTakeRole: Run<None> = async ({ words: [address = ''] }, terminal) =>
  change(terminal, addressOf(address), 'user');
