import type { Address } from 'viem';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { readPolicyText } from '../../../lib/policy/registration.ts';
import type { KeptRegistration, RegistrationLine } from '../../../lib/policy/registration-file.ts';
import { type Failure, fail, flat, ok, type Result } from '../../../lib/result.ts';
import { type ChainClient, checkChainId, openNodes, readHead } from '../../chain/chain-client.ts';
import { checkOwnerSignature } from '../../chain/check-owner-signature.ts';
import { type ChainSettings, chooseChain } from '../../chain-settings.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import { openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { noteRegistration } from '../../store/note-registration.ts';
import { type PolicyRegistration, savePolicyRegistration } from '../../store/policies.ts';
import { isRegistered, readRegistrationsAfter, saveSignedRegistration } from '../../store/registrations.ts';
import { readUnserved, type Unserved } from '../../store/serving.ts';
import { openSigners } from '../tick/bot-signers.ts';

const PAGE_ROWS = 1_000;
/** A signature of later than this was made by a clock that is wrong, and would keep every one after it out. */
const AHEAD_SECONDS_MAX = 900;

/** What became of a line: registered now, or the same before. */
export type Taken = 'registered' | 'known';

export type Registrations = {
  /**
   * Registers one line of a file. A signed one must be signed by the portfolio's owner at the chain's head, and be newer than what is
   * registered; one that nobody signed is taken only where nothing is registered. Fails with a reason, and then nothing has changed.
   */
  readonly take: (line: RegistrationLine) => Promise<Result<Taken>>;
  /** All that is registered on the chain, by address, in pages. @throws what the database says against it */
  readonly pages: () => AsyncGenerator<readonly KeptRegistration[]>;
  /** At most `rowsMax` contracts that are found and not served, the oldest first; `signer` null = whom the bot's own keys sign for. */
  readonly unserved: (query: {
    readonly signer: Address | null;
    readonly rowsMax: number;
  }) => Promise<Result<readonly Unserved[]>>;
  readonly close: () => Promise<void>;
};

type Parts = {
  readonly env: Env;
  readonly chainId: number;
  readonly database: ReturnType<typeof openBotDatabase>;
  readonly chain: ChainClient | null;
  /** Of contracts that accounts trade by with their delegations; null = the chain has none. */
  readonly delegatedFactory: Address | null;
  /** Asks the node once. */
  readonly rightChain: (chain: ChainClient) => Promise<Result<null>>;
};

const askedOnce = (): Parts['rightChain'] => {
  let answer: Promise<Result<null>> | null = null;
  return (chain) => {
    answer ??= checkChainId(chain);
    return answer;
  };
};

const termsOf = (chainId: number, line: RegistrationLine): Result<PolicyRegistration> => {
  if (line.chainId !== null && line.chainId !== chainId)
    return fail('wrong-chain', `It is for chain ${line.chainId}, and this is chain ${chainId}.`);
  const policy = readPolicyText(line.policy);
  if (!policy.ok) return policy;
  const { portfolio: address, name, shared, simulated, signed } = line;
  return ok({
    ...{ chainId, address, name, shared, simulated },
    policy: policyToJson(policy.value),
    createdBy: signed === null ? 'operator' : 'owner',
  });
};

const takeUnsigned = async ({ database }: Parts, terms: PolicyRegistration): Promise<Result<Taken>> =>
  flat(
    await asDatabaseResult(() =>
      database.run(async (sql) => {
        if (await isRegistered(sql, terms))
          return fail('registered-already', 'Nobody signed it, and something is registered already.');
        await savePolicyRegistration(sql, terms);
        await noteRegistration(sql, terms, 'operator');
        return ok('registered' as const);
      }),
    ),
  );

/** What fails while the node answers others is the portfolio's own: no contract, one that reverts, one that burns what it is given. */
const whoseFault = async (chain: ChainClient, error: Failure, portfolio: Address): Promise<Result<never>> => {
  const head = error.whose === 'own' ? null : await readHead(chain);
  return head?.ok
    ? fail('portfolio-unreadable', `${portfolio} tells no owner: ${error.message}`)
    : { ok: false, error };
};

const takeSigned = async (
  { chain, delegatedFactory: factory, database, rightChain }: Parts,
  terms: PolicyRegistration,
  line: RegistrationLine & { readonly signed: NonNullable<RegistrationLine['signed']> },
): Promise<Result<Taken>> => {
  if (chain === null)
    return fail('not-configured', 'RPC_URL is missing: the chain can’t be asked who the owner is.');
  const { portfolio, name, policy: text } = line;
  const { signature, atSeconds: signedAtSeconds } = line.signed;
  const nowSeconds = systemClock.nowSeconds();
  if (signedAtSeconds > nowSeconds + AHEAD_SECONDS_MAX)
    return fail('signed-ahead', `signed at ${signedAtSeconds}, and it is ${nowSeconds} now.`);
  const right = await rightChain(chain);
  if (!right.ok) return right;
  const registration = { chainId: terms.chainId, portfolio, name, policy: text, signedAtSeconds };
  const owner = await checkOwnerSignature({ chain, factory }, { ...registration, signature });
  if (!owner.ok) return whoseFault(chain, owner.error, portfolio);
  const word = { owner: owner.value, signature, signedAtSeconds, text };
  const saved = await asDatabaseResult(() =>
    database.run(async (sql) => {
      const taken = await saveSignedRegistration(sql, terms, word);
      if (taken.ok && taken.value) await noteRegistration(sql, terms, `user:${owner.value}`);
      return taken;
    }),
  );
  const outcome = flat(saved);
  return outcome.ok ? ok(outcome.value ? 'registered' : 'known') : outcome;
};

async function* pagesOf({ chainId, database }: Parts): AsyncGenerator<readonly KeptRegistration[]> {
  let address: Address = '0x';
  for (;;) {
    const query = { chainId, address, rowsMax: PAGE_ROWS };
    const page = await database.run((sql) => readRegistrationsAfter(sql, query));
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    address = last.portfolio;
  }
}

/** Whom the bot's own keys sign for. */
const ownAddresses = async (env: Env): Promise<Result<readonly Address[]>> => {
  const opened = await openSigners(env);
  const ring = opened.ok ? await opened.value.ring() : opened;
  if (!ring.ok) return ring;
  const { addresses, unreachable } = ring.value.keys;
  if (unreachable !== null) return fail('signer-unavailable', unreachable, { when: 'next-tick' });
  return addresses.size === 0
    ? fail('not-configured', 'The bot has no key (BOT_SIGNER_PK, say): name its address with --signer.')
    : ok([...addresses]);
};

const unservedOf = async (
  { env, chainId, database }: Parts,
  { signer, rowsMax }: { readonly signer: Address | null; readonly rowsMax: number },
): Promise<Result<readonly Unserved[]>> => {
  const signers = signer === null ? await ownAddresses(env) : ok([signer]);
  if (!signers.ok) return signers;
  const query = { chainId, serving: env.serving, signers: signers.value, rowsMax };
  return asDatabaseResult(() => database.run((sql) => readUnserved(sql, query)));
};

const clientOf = ({ chain: facts, rpcUrls }: ChainSettings): ChainClient | null =>
  rpcUrls.length === 0 ? null : openNodes({ facts, rpcUrls }).chain;

/**
 * What is registered, restored and left out on one chain, on the bot's database login. Fails with `not-configured` without a database,
 * and where several chains are served and none is named.
 */
export const openRegistrations = (env: Env, chainWord: string | null): Result<Registrations> => {
  const settings = chooseChain(env.chains, chainWord);
  if (!settings.ok) return settings;
  if (env.dbUrl === null)
    return fail('not-configured', 'DB_URL is not set: there is no database to work on.');
  const database = openBotDatabase({ url: env.dbUrl, connectionsMax: 1 });
  const chainId = settings.value.chain.id;
  const delegatedFactory = settings.value.delegated?.factory ?? null;
  const chain = clientOf(settings.value);
  const parts = { env, chainId, database, chain, delegatedFactory, rightChain: askedOnce() };
  return ok({
    take: async (line) => {
      const terms = termsOf(chainId, line);
      if (!terms.ok) return terms;
      const { signed } = line;
      return signed === null
        ? takeUnsigned(parts, terms.value)
        : takeSigned(parts, terms.value, { ...line, signed });
    },
    pages: () => pagesOf(parts),
    unserved: (query) => unservedOf(parts, query),
    close: database.close,
  });
};
