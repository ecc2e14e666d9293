import 'server-only';
import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import * as declared from '../../../lib/api/portfolios.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { decodeSnapshot } from '../../../lib/engine/codec.ts';
import type { Policy } from '../../../lib/engine/policy.ts';
import type { AccountState } from '../../../lib/ledger/chain-facts.ts';
import { guardContradictions } from '../../../lib/policy/guard-presets.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readAccount } from '../../chain/read-account.ts';
import { type CloneReading, readClone } from '../../chain/read-clones.ts';
import { readEnv } from '../../env.ts';
import { actAsOwnerOf, type Holder } from '../../store/api/holder-owned.ts';
import { countOtherRegistrations, readPortfolioId } from '../../store/api/register-portfolio.ts';
import { readLastSnapshot, savePolicyRegistration } from '../../store/policies.ts';
import { readSignedAt } from '../../store/registrations.ts';
import { serve } from '../api.ts';
import type { ServedChain } from '../served-chain.ts';
import { servedAsked } from './chains.ts';
import { ownsHolder } from './holder-owned.ts';
import { note } from './note.ts';
import { authorOf, completedPolicy } from './policies.ts';
import { sentField } from './sent-field.ts';

type Key = { readonly chainId: number; readonly address: Address };

/** A contract as the chain has it, and whose it is by what the chain says. */
type Found = {
  readonly state: AccountState;
  /** The smart account of which the caller is the owner and guardian; null = the contract names the caller itself. */
  readonly holder: Holder | null;
};

type Asking = { readonly key: Key; readonly viewer: Address | null; readonly served: ServedChain };

const notTheirs = (
  { address, chainId }: Key,
  owner: Address,
  why = 'you are another account',
): Outcome<never> =>
  fail('not-owner', `The owner of ${address} on chain ${chainId} is ${owner}, and ${why}.`);

const unreadable = ({ address, chainId }: Key): Outcome<never> =>
  fail('portfolio-unreadable', `${address} is no portfolio's contract on chain ${chainId}.`);

/** One that the chain's factory says it has made for an account. Its owner is that account, or who owns that account and guards it. */
const clonesOwner = async (
  { key, viewer, served }: Asking,
  { account, guardian, current }: CloneReading,
  blockNumber: bigint,
): Promise<Outcome<Found>> => {
  if (current !== key.address)
    return fail(
      'portfolio-unreadable',
      `${key.address} was retired: ${account} is not traded by it any more.`,
    );
  const read = await readAccount(served.chain, { ...key, blockNumber, isDelegated: true });
  if (!read.ok) return read;
  if (account === viewer) return ok({ state: read.value, holder: null });
  if (guardian !== viewer) return notTheirs(key, account);
  const holder = { chainId: key.chainId, address: account };
  const owns = await ownsHolder(viewer, holder);
  if (!owns.ok) return owns;
  return owns.value
    ? ok({ state: read.value, holder })
    : notTheirs(key, account, 'you guard it: to pause it is all that a guardian may');
};

/** What the contract says of itself at the chain's head; that it serves an account is its factory's word, and never its own. */
const readContract = async (key: Key, viewer: Address | null): Promise<Outcome<Found>> => {
  const asked = servedAsked(key.chainId, 'body');
  if (!asked.ok) return asked;
  const served = asked.value;
  const right = await served.isRight();
  const head = right.ok ? await readHead(served.chain) : right;
  if (!head.ok) return head;
  const { number: blockNumber } = head.value;
  if (served.delegated !== null) {
    const { factory } = served.delegated;
    const clone = await readClone(served.batching, { factory, clone: key.address }, blockNumber);
    if (!clone.ok) return clone;
    if (clone.value !== null) return clonesOwner({ key, viewer, served }, clone.value, blockNumber);
  }
  const read: Result<AccountState> = await readAccount(served.chain, { address: key.address, blockNumber });
  // The node has just answered: what fails now is the contract's own.
  if (!read.ok) return unreadable(key);
  return read.value.owner === viewer
    ? ok({ state: read.value, holder: null })
    : notTheirs(key, read.value.owner);
};

const warningsOf = async (sql: TransactionSql, key: Key, policy: Policy): Promise<string[]> => {
  const seen = decodeSnapshot(await readLastSnapshot(sql, key));
  if (!seen.ok) return [];
  const targets = seen.value.assets.map(({ targetBps }) => targetBps);
  return guardContradictions(policy, seen.value.guard, targets).map(
    ({ path, message }) => `policy.${path.join('.')} ${message}`,
  );
};

export const registerPortfolio = serve(
  declared.registerPortfolio,
  async ({ body, sent, caller, request, inDatabase }) => {
    const { chainId, address, name, shared } = body;
    const contract = await readContract(
      { chainId, address },
      caller.kind === 'anonymous' ? null : caller.address,
    );
    if (!contract.ok) return contract;
    const { holder } = contract.value;
    const { owner, signer } = contract.value.state;
    return inDatabase(async (sql) => {
      if (holder !== null) await actAsOwnerOf(sql, holder);
      const by = authorOf(caller);
      const most = readEnv().serving.perOwnerMax;
      if ((await countOtherRegistrations(sql, { by, chainId, address })) >= most)
        return fail('too-many', `You have registered ${most} contracts; more of one owner are not served.`);
      const policy = await completedPolicy(sql, { sent: sentField(sent, 'policy'), fields: body.policy });
      if (!policy.ok) return policy;
      const signedAt = await readSignedAt(sql, { chainId, address });
      const simulated = readEnv().chains.some(({ chain }) => chain.id === chainId && chain.slug === 'local');
      await savePolicyRegistration(sql, {
        ...{ chainId, address, name, shared, simulated, createdBy: by },
        policy: policyToJson(policy.value),
      });
      const portfolioId = await readPortfolioId(sql, { chainId, address });
      const replaced = signedAt === null ? [] : [`It replaces the policy that you signed at ${signedAt}.`];
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'portfolio-registered', portfolioId },
          before: null,
          after: { chainId, address, name, shared },
        },
      );
      const warnings = [...replaced, ...(await warningsOf(sql, body, policy.value))];
      return ok({ chainId, address, owner, signer, portfolioId, warnings });
    });
  },
);
