import { parseArgs } from 'node:util';
import { type Address, isAddress } from 'viem';
import { PRESET_NAMES } from '../../lib/engine/policy.ts';
import { policyToJson } from '../../lib/policy/policy.ts';
import { NAME_LENGTH_MAX } from '../../lib/policy/registration.ts';
import { ok, type Result } from '../../lib/result.ts';
import { openPolicyRegistry, openSettings } from '../../services/wire/database.ts';
import { environment } from '../environment.ts';
import { parseJsonText, readPolicyArgument } from '../policy-argument.ts';
import { listRegistrations, printRegistration, showUnserved, takeRegistrations } from './registrations.ts';
import type { Terminal } from './terminal.ts';

export const USAGE = `over DB_URL, as the bot:
  settings                 lists what operators change without a deploy
  set NAME JSON            sets halted (true stops all trading), tickIntervalSeconds or policyDefaults, for example
                           set policyDefaults '{"bandBps":300,"limits":{"maxTradeUsd":"2000"}}'
  register ADDRESS --policy PRESET|FILE [--name TEXT] [--shared]
                           the policy of a portfolio, before or after its contract is found. What a FILE of JSON leaves out
                           it takes from policyDefaults, then from the environment, and keeps. Presets:
                           ${PRESET_NAMES.join(', ')}
  registration ADDRESS --policy PRESET|FILE [--name TEXT]
                           prints the same as typed data (EIP-712) for the owner's wallet: eth_signTypedData_v4
  register [ADDRESS] --signed FILE [--shared] [--unsigned-too]
                           takes that JSON with its "signature" beside it, when the contract's owner at the chain's head signed
                           it; or lines of \`registrations --json\`, all or one portfolio's. --unsigned-too takes also those that
                           nobody signed, where nothing is registered
  registrations [--json]   lists what is registered; as JSON, it is the file to restore from
  unserved [--signer ADDRESS] [--json]
                           names portfolios that are found and not served, and why: not-registered, over-owner-limit,
                           quarantined, next-tick. ADDRESS is the bot's, where BOT_SIGNER_PK is not set
`;

type Operation = (dbUrl: string, terminal: Terminal) => Promise<Result<null>>;

const settings: Operation = async (dbUrl, { out }) => {
  const desk = openSettings(dbUrl);
  try {
    const listed = await desk.list();
    if (!listed.ok) return listed;
    for (const { name, value, updatedBy } of listed.value) out(`${name} = ${value}   (${updatedBy})`);
    if (listed.value.length === 0) out('Nothing is set: the defaults hold.');
    return ok(null);
  } finally {
    await desk.close();
  }
};

const set =
  (name: string, text: string): Operation =>
  async (dbUrl, { out }) => {
    const value = parseJsonText(text, { code: 'not-json', what: `The value of ${name} is` });
    if (!value.ok) return value;
    const desk = openSettings(dbUrl);
    try {
      const saved = await desk.set(name, value.value);
      if (saved.ok) out(`${name} is set.`);
      return saved;
    } finally {
      await desk.close();
    }
  };

type Registration = {
  readonly address: Address;
  readonly policy: string;
  readonly name: string;
  readonly shared: boolean;
};

const register =
  ({ policy, ...registration }: Registration): Operation =>
  async (dbUrl, { out, error }) => {
    const json = readPolicyArgument(policy);
    if (!json.ok) return json;
    const { networkId: chainId, policyDefaults } = environment();
    const registry = openPolicyRegistry(dbUrl, policyDefaults);
    try {
      const registered = await registry.registerPolicy({
        ...registration,
        chainId,
        policy: json.value,
        simulated: false,
      });
      if (!registered.ok) return registered;
      out(JSON.stringify(policyToJson(registered.value.policy), null, 2));
      for (const warning of registered.value.warnings) error(`Registered, but: ${warning}.`);
      return ok(null);
    } finally {
      await registry.close();
    }
  };

const addressOf = (text: string): Address => {
  if (!isAddress(text))
    throw new Error(`"${text}" is no address: 0x and 40 hex digits with a right checksum.`);
  return text.toLowerCase() as Address;
};

const nameOf = (name: string): string => {
  if (name.length > NAME_LENGTH_MAX) throw new Error(`--name is longer than ${NAME_LENGTH_MAX} characters.`);
  return name;
};

const parseRegister = (args: readonly string[]): Operation | null => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      policy: { type: 'string' },
      signed: { type: 'string' },
      name: { type: 'string' },
      shared: { type: 'boolean', default: false },
      'unsigned-too': { type: 'boolean', default: false },
    },
  });
  const [address, ...more] = positionals;
  const { policy, signed, name, shared, 'unsigned-too': unsignedToo } = values;
  if (more.length > 0 || (policy === undefined) === (signed === undefined)) return null;
  if (signed !== undefined) {
    if (name !== undefined) return null;
    const only = address === undefined ? null : addressOf(address);
    return (_, terminal) => takeRegistrations({ file: signed, only, shared, unsignedToo }, terminal);
  }
  if (address === undefined || policy === undefined || unsignedToo) return null;
  return register({ address: addressOf(address), policy, name: nameOf(name ?? ''), shared });
};

const parseRegistration = (args: readonly string[]): Operation | null => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { policy: { type: 'string' }, name: { type: 'string', default: '' } },
  });
  const [address, ...more] = positionals;
  const { policy, name } = values;
  if (address === undefined || more.length > 0 || policy === undefined) return null;
  const wanted = { address: addressOf(address), policy, name: nameOf(name) };
  return (dbUrl, terminal) => printRegistration(wanted, dbUrl, terminal);
};

const parseUnserved = (args: readonly string[]): Operation => {
  const { values } = parseArgs({
    args: [...args],
    options: { signer: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const signer = values.signer === undefined ? null : addressOf(values.signer);
  return (_, terminal) => showUnserved({ signer, json: values.json }, terminal);
};

const parseRegistrations = (args: readonly string[]): Operation => {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
  return (_, terminal) => listRegistrations(values.json, terminal);
};

const parse = (command: string | undefined, args: readonly string[]): Operation | null => {
  const [first, second] = args;
  if (command === 'settings' && first === undefined) return settings;
  if (command === 'set' && first !== undefined && second !== undefined && args.length === 2)
    return set(first, second);
  if (command === 'register') return parseRegister(args);
  if (command === 'registration') return parseRegistration(args);
  if (command === 'registrations') return parseRegistrations(args);
  return command === 'unserved' ? parseUnserved(args) : null;
};

/** Does what an operator asks for. Answers the exit code, or null when it isn't understood; throws on a wrong argument. */
export const runOperation = async (
  command: string | undefined,
  args: readonly string[],
  terminal: Terminal,
): Promise<number | null> => {
  const operation = parse(command, args);
  if (operation === null) return null;
  const { dbUrl } = environment();
  if (dbUrl === null) {
    terminal.error('DB_URL is not set: there is no database to work on.');
    return 2;
  }
  const done = await operation(dbUrl.reveal(), terminal);
  if (!done.ok) terminal.error(done.error.message);
  return done.ok ? 0 : 1;
};
