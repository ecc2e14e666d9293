import { type Address, isAddress } from 'viem';
import { policyToJson } from '../../lib/policy/policy.ts';
import { NAME_LENGTH_MAX } from '../../lib/policy/registration.ts';
import { ok, type Result } from '../../lib/result.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import { chainOf } from '../../services/wire/operation/environment.ts';
import { type Run, UsageError } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment, onDatabase } from '../environment.ts';
import { readPolicyArgument } from '../policy-argument.ts';
import type {
  REGISTER_OPTIONS,
  REGISTRATION_OPTIONS,
  REGISTRATIONS_OPTIONS,
  UNSERVED_OPTIONS,
} from './options.ts';
import { listRegistrations, printRegistration, showUnserved, takeRegistrations } from './registrations.ts';

const addressOf = (text: string): Address => {
  if (!isAddress(text))
    throw new Error(`"${text}" is no address: 0x and 40 hex digits with a right checksum.`);
  return text.toLowerCase() as Address;
};

const nameOf = (name: string): string => {
  if (name.length > NAME_LENGTH_MAX) throw new Error(`--name is longer than ${NAME_LENGTH_MAX} characters.`);
  return name;
};

type Registration = {
  readonly address: Address;
  readonly policy: string;
  readonly name: string;
  readonly shared: boolean;
  readonly chain: string | null;
};

const register = async (
  { policy, chain, ...registration }: Registration,
  dbUrl: string,
  { out, error }: Terminal,
): Promise<Result<null>> => {
  const json = readPolicyArgument(policy);
  if (!json.ok) return json;
  const env = environment();
  const settings = chainOf(env, chain);
  if (!settings.ok) return settings;
  const { policyDefaults } = env;
  const registry = openPolicyRegistry(dbUrl, policyDefaults);
  try {
    const registered = await registry.registerPolicy({
      ...{ ...registration, chainId: settings.value.chain.id, policy: json.value, simulated: false },
    });
    if (!registered.ok) return registered;
    out(JSON.stringify(policyToJson(registered.value.policy), null, 2));
    for (const warning of registered.value.warnings) error(`Registered, but: ${warning}.`);
    return ok(null);
  } finally {
    await registry.close();
  }
};

/** Registers a policy by the operator's word, or what owners signed. */
export const runRegister: Run<typeof REGISTER_OPTIONS> = async ({ values, words }, terminal) => {
  const { policy, signed, name, shared, chain = null, 'unsigned-too': unsignedToo } = values;
  const [address] = words;
  if (policy !== undefined && signed !== undefined) throw new UsageError('--policy and --signed: choose one');
  if (signed !== undefined) {
    if (name !== undefined) throw new UsageError('--name: is in what was signed');
    const only = address === undefined ? null : addressOf(address);
    return onDatabase(terminal, () =>
      takeRegistrations({ file: signed, only, chain, shared, unsignedToo }, terminal),
    );
  }
  if (unsignedToo) throw new UsageError('--unsigned-too goes with --signed');
  if (address === undefined || policy === undefined)
    throw new UsageError(`${address === undefined ? 'ADDRESS' : '--policy'} is missing`);
  const registration = { address: addressOf(address), policy, name: nameOf(name ?? ''), shared, chain };
  return onDatabase(terminal, (dbUrl) => register(registration, dbUrl, terminal));
};

/** Prints what an owner's wallet signs. */
export const runRegistration: Run<typeof REGISTRATION_OPTIONS> = async ({ values, words }, terminal) => {
  const { policy, name, chain = null } = values;
  if (policy === undefined) throw new UsageError('--policy is missing');
  const wanted = { address: addressOf(words[0] ?? ''), policy, name: nameOf(name), chain };
  return onDatabase(terminal, (dbUrl) => printRegistration(wanted, dbUrl, terminal));
};

/** Lists what is registered. */
export const runRegistrations: Run<typeof REGISTRATIONS_OPTIONS> = ({ values }, terminal) =>
  onDatabase(terminal, () => listRegistrations({ json: values.json, chain: values.chain ?? null }, terminal));

/** Names who is found and not served. */
export const runUnserved: Run<typeof UNSERVED_OPTIONS> = async ({ values }, terminal) => {
  const signer = values.signer === undefined ? null : addressOf(values.signer);
  return onDatabase(terminal, () =>
    showUnserved({ signer, chain: values.chain ?? null, json: values.json }, terminal),
  );
};
