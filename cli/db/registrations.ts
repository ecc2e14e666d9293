import { readFileSync } from 'node:fs';
import type { Address } from 'viem';
import { policyTextOf, registrationTypedData } from '../../lib/policy/registration.ts';
import {
  type RegistrationLine,
  readRegistrationFile,
  registrationLine,
} from '../../lib/policy/registration-file.ts';
import { type Failure, fail, ok, type Result } from '../../lib/result.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import { chainOf } from '../../services/wire/operation/environment.ts';
import { openRegistrations, type Registrations } from '../../services/wire/operation/registrations.ts';
import type { Terminal } from '../command/terminal.ts';
import { textTable } from '../command/terminal.ts';
import { environment } from '../environment.ts';
import { readPolicyArgument } from '../policy-argument.ts';

const UNSERVED_MAX = 10_000;

const withRegistrations = async <T>(
  chain: string | null,
  work: (registrations: Registrations) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const opened = openRegistrations(environment(), chain);
  if (!opened.ok) return opened;
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
};

/** Names who is found and not served, and why. `signer` null = the bot's own key. */
export const showUnserved = (
  {
    signer,
    chain,
    json,
  }: { readonly signer: Address | null; readonly chain: string | null; readonly json: boolean },
  { out, error }: Terminal,
): Promise<Result<null>> =>
  withRegistrations(chain, async (registrations) => {
    const found = await registrations.unserved({ signer, rowsMax: UNSERVED_MAX });
    if (!found.ok) return found;
    if (json) for (const row of found.value) out(JSON.stringify(row));
    else if (found.value.length === 0) out('Whoever is found is served.');
    else {
      const rows = found.value.map(({ address, owner, reason, since, detail }) => [
        address,
        ...[reason, owner, since.slice(0, 19), detail ?? ''],
      ]);
      out(textTable([['portfolio', 'reason', 'owner', 'since', 'detail'], ...rows]));
    }
    if (found.value.length === UNSERVED_MAX) error(`These are the first ${UNSERVED_MAX}; there may be more.`);
    return ok(null);
  });

export type RegistrationToSign = {
  readonly address: Address;
  readonly policy: string;
  readonly name: string;
  /** Word or id; null = the only one. */
  readonly chain: string | null;
};

/** Prints what a wallet signs to register this policy, complete as it would be kept now. */
export const printRegistration = async (
  { address, policy, name, chain }: RegistrationToSign,
  dbUrl: string,
  { out }: Terminal,
): Promise<Result<null>> => {
  const json = readPolicyArgument(policy);
  if (!json.ok) return json;
  const env = environment();
  const settings = chainOf(env, chain);
  if (!settings.ok) return settings;
  const chainId = settings.value.chain.id;
  const { policyDefaults } = env;
  const registry = openPolicyRegistry(dbUrl, policyDefaults);
  try {
    const complete = await registry.complete(json.value);
    if (!complete.ok) return complete;
    const typedData = registrationTypedData({
      ...{ chainId, portfolio: address.toLowerCase() as Address, name },
      policy: policyTextOf(complete.value),
      signedAtSeconds: Math.floor(Date.now() / 1_000),
    });
    out(JSON.stringify(typedData, null, 2));
    return ok(null);
  } finally {
    await registry.close();
  }
};

const readLines = (file: string): Result<readonly Result<RegistrationLine>[]> => {
  try {
    return ok(readRegistrationFile(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')));
  } catch {
    return fail('file-missing', `--signed: ${file} is no file that can be read`);
  }
};

export type Restoring = {
  readonly file: string;
  /** Word or id; null = the only one. */
  readonly chain: string | null;
  /** Null = whatever portfolios are in the file. */
  readonly only: Address | null;
  /** Readable without a wallet, whatever the file says. */
  readonly shared: boolean;
  /** Takes also what nobody signed, where nothing is registered. */
  readonly unsignedToo: boolean;
};

const takeLine = async (
  registrations: Registrations,
  line: RegistrationLine,
  { shared, unsignedToo }: Restoring,
): Promise<Result<string>> => {
  if (line.signed === null && !unsignedToo)
    return fail('not-signed', 'Nobody signed it: --unsigned-too takes it as the operator’s word.');
  const taken = await registrations.take({ ...line, shared: line.shared || shared });
  if (!taken.ok) return taken;
  const signed = line.signed === null ? 'registered, unsigned' : 'registered by its owner’s signature';
  return ok(`${line.portfolio}: ${taken.value === 'known' ? 'is registered so already' : signed}`);
};

/** The lines to take: all, or the portfolio's own and those that can't be read, which may have been. */
const wantedLines = ({ file, only }: Restoring): Result<readonly Result<RegistrationLine>[]> => {
  const lines = readLines(file);
  if (!lines.ok) return lines;
  const wanted = lines.value.filter((line) => only === null || !line.ok || line.value.portfolio === only);
  if (wanted.length > 0) return ok(wanted);
  const [first] = lines.value;
  if (!first?.ok) return fail('registration-malformed', `--signed: ${file} is empty.`);
  const { portfolio } = first.value;
  return fail('other-portfolio', `--signed: ${file} is for another portfolio (${portfolio}) than ${only}.`);
};

/** A node or database that is away fails every line alike, each after its time-out. */
const failsAll = ({ whose, code }: Failure): boolean => whose === 'shared' && code !== 'wrong-chain';

/**
 * Registers what owners signed, line by line; one that is refused keeps no other out. Fails with the number of those, or at once with
 * what would fail the rest as well.
 */
export const takeRegistrations = (restoring: Restoring, { out, error }: Terminal): Promise<Result<null>> =>
  withRegistrations(restoring.chain, async (registrations) => {
    const lines = wantedLines(restoring);
    if (!lines.ok) return lines;
    let refused = 0;
    for (const line of lines.value) {
      const taken = line.ok ? await takeLine(registrations, line.value, restoring) : line;
      if (!taken.ok && failsAll(taken.error)) return taken;
      if (taken.ok) out(taken.value);
      else
        error(
          line.ok
            ? `${line.value.place}: ${line.value.portfolio}: ${taken.error.message}`
            : taken.error.message,
        );
      if (!taken.ok) refused += 1;
    }
    return refused === 0
      ? ok(null)
      : fail('registrations-refused', `${refused} of ${lines.value.length} refused.`);
  });

/** All registrations of the chain: a line of JSON each, as `register --signed` reads them, or a table. */
export const listRegistrations = (
  { json, chain }: { readonly json: boolean; readonly chain: string | null },
  { out }: Terminal,
): Promise<Result<null>> =>
  withRegistrations(chain, async (registrations) => {
    const rows: string[][] = [];
    for await (const page of registrations.pages())
      for (const kept of page) {
        if (json) out(registrationLine(kept));
        else {
          const { signed } = kept;
          const at = signed === null ? '–' : new Date(signed.atSeconds * 1_000).toISOString().slice(0, 19);
          rows.push([kept.portfolio, signed?.owner ?? 'unsigned', at, kept.name]);
        }
      }
    if (!json)
      out(
        rows.length === 0
          ? 'Nothing is registered.'
          : textTable([['portfolio', 'signed by', 'at', 'name'], ...rows]),
      );
    return ok(null);
  });
