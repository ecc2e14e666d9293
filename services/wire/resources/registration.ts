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
import { readEnv } from '../../env.ts';
import { countOtherRegistrations, readPortfolioId } from '../../store/api/register-portfolio.ts';
import { readLastSnapshot, savePolicyRegistration } from '../../store/policies.ts';
import { readSignedAt } from '../../store/registrations.ts';
import { serve } from '../api.ts';
import { servedAsked } from './chains.ts';
import { note } from './note.ts';
import { authorOf, completedPolicy } from './policies.ts';
import { sentField } from './sent-field.ts';

type Key = { readonly chainId: number; readonly address: Address };

/** What the contract says of itself at the chain's head. */
const readContract = async ({ chainId, address }: Key): Promise<Outcome<AccountState>> => {
  const asked = servedAsked(chainId, 'body');
  if (!asked.ok) return asked;
  const served = asked.value;
  const right = await served.isRight();
  const head = right.ok ? await readHead(served.chain) : right;
  if (!head.ok) return head;
  const read: Result<AccountState> = await readAccount(served.chain, {
    address,
    blockNumber: head.value.number,
  });
  // The node has just answered: what fails now is the contract's own.
  return read.ok
    ? read
    : fail('portfolio-unreadable', `${address} is no portfolio's contract on chain ${chainId}.`);
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
    const contract = await readContract(body);
    if (!contract.ok) return contract;
    const { owner, signer } = contract.value;
    if (caller.kind === 'anonymous' || owner !== caller.address)
      return fail(
        'not-owner',
        `The owner of ${address} on chain ${chainId} is ${owner}, and you are another account.`,
      );
    return inDatabase(async (sql) => {
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
