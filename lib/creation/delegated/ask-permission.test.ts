import { type Address, getAddress, type Hex, recoverTypedDataAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { delegationsOf, delegationTypedData } from '../../delegations/delegation.ts';
import { DELEGATION_FRAMEWORK } from '../../delegations/framework.ts';
import type { Ask } from '../../owner/ask.ts';
import { askForGrant } from './ask-permission.ts';
import { grantTimes } from './delegated-calls.ts';

const OWNER = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const CLONE: Address = `0x${'c1'.repeat(20)}`;
const TOKEN: Address = `0x${'70'.repeat(20)}`;
const CONTEXT: Hex = '0xc0ffee';
const chain = { id: 10, ...DELEGATION_FRAMEWORK };
const terms = {
  ...{ chain, account: OWNER.address, clone: CLONE, token: TOKEN, aDayUnits: 500_000_000n },
  ...grantTimes(2_000_000_060n, 30),
};
const asking = {
  key: OWNER.address,
  isOwn: true,
  random: new Uint8Array(32).fill(7),
  why: 'At most 500 a day.',
};

const coded = (code: number, message: string): Error => Object.assign(new Error(message), { code });
type Answers = Readonly<Record<string, (params: readonly unknown[]) => unknown>>;
/** A wallet that knows these methods and no other. */
const walletOf = (answers: Answers) => {
  const asked: { readonly method: string; readonly params: readonly unknown[] }[] = [];
  const ask: Ask = async ({ method, params = [] }) => {
    asked.push({ method, params });
    const answer = answers[method];
    if (answer === undefined) throw coded(4200, `Unsupported method: ${method}`);
    return answer(params);
  };
  return { ask, asked };
};
const SUPPORTS = { 'erc20-token-periodic': { chainIds: ['0x1', '0xa'], ruleTypes: ['expiry'] } };
const signs: Answers = {
  eth_signTypedData_v4: ([, text]) => {
    const { types, ...data } = JSON.parse(String(text));
    const { EIP712Domain: _, ...own } = types;
    return OWNER.signTypedData({ ...data, types: own });
  },
};
const guarded: Answers = {
  eth_signTypedData_v4: () => {
    throw coded(-32603, 'External signature requests cannot sign delegations for internal accounts.');
  },
};
const answerOf = (more: object) => [{ chainId: '0xa', context: CONTEXT, ...more }];
const manager = DELEGATION_FRAMEWORK.manager;

describe('a grant is asked for', () => {
  it('by the wallet’s own permission where it says that it has them on this chain', async () => {
    const { ask, asked } = walletOf({
      ...signs,
      wallet_getSupportedExecutionPermissions: () => SUPPORTS,
      wallet_requestExecutionPermissions: () => answerOf({ delegationManager: manager }),
    });
    expect(await askForGrant(ask, terms, asking)).toEqual({
      ...{ context: CONTEXT, signedFor: { chainId: 10, manager } },
    });
    expect(asked.at(-1)).toEqual({
      method: 'wallet_requestExecutionPermissions',
      params: [
        {
          ...{ chainId: '0xa', from: OWNER.address, to: CLONE },
          permission: {
            ...{ type: 'erc20-token-periodic', isAdjustmentAllowed: false },
            data: {
              ...{ tokenAddress: TOKEN, periodAmount: '0x1dcd6500', periodDuration: 86_400 },
              ...{ startTime: 2_000_000_000, justification: 'At most 500 a day.' },
            },
          },
          rules: [{ type: 'expiry', data: { timestamp: 2_000_000_000 + 30 * 86_400 } }],
        },
      ],
    });
  });

  it('by the name of before where the wallet guards its accounts and knows no other', async () => {
    const { ask, asked } = walletOf({
      ...guarded,
      wallet_grantPermissions: () => answerOf({ signerMeta: { delegationManager: manager } }),
    });
    expect(await askForGrant(ask, terms, asking)).toMatchObject({ signedFor: { chainId: 10, manager } });
    expect(asked.map(({ method }) => method)).toEqual([
      'wallet_getSupportedExecutionPermissions',
      'eth_signTypedData_v4',
      'wallet_requestExecutionPermissions',
      'wallet_grantPermissions',
    ]);
    expect(asked.at(-1)?.params).toMatchObject([
      { address: OWNER.address, signer: { type: 'account', data: { address: CLONE } } },
    ]);
  });

  it('by a signature over the delegation, with our salt, of whoever signs bare ones', async () => {
    const { ask } = walletOf(signs);
    const { context, signedFor } = await askForGrant(ask, terms, asking);
    expect(signedFor).toEqual({ chainId: 10, manager });
    const [signed] = delegationsOf(context) ?? [];
    if (signed === undefined) throw new Error('no delegation');
    const { signature, ...delegation } = signed;
    expect(delegation).toMatchObject({ delegate: CLONE, salt: BigInt(`0x${'07'.repeat(32)}`) });
    const data = delegationTypedData(delegation, { chainId: 10, manager });
    expect(await recoverTypedDataAddress({ ...data, signature } as never)).toBe(getAddress(OWNER.address));
  });

  it('for a smart account by its owner’s signature, whatever permissions the wallet has', async () => {
    const { ask, asked } = walletOf({ ...signs, wallet_getSupportedExecutionPermissions: () => SUPPORTS });
    await askForGrant(ask, terms, { ...asking, isOwn: false });
    expect(asked.map(({ method }) => method)).toEqual(['eth_signTypedData_v4']);
  });
});

describe('a grant that can’t be had', () => {
  it.each<[string, Answers, RegExp]>([
    ['of a wallet that can do neither', guarded, /grants no permissions \(ERC-7715\).*smart account/],
    [
      'whose person declines is asked for by no other road',
      {
        eth_signTypedData_v4: () => {
          throw coded(4001, 'User rejected the request.');
        },
        wallet_requestExecutionPermissions: () => answerOf({ delegationManager: manager }),
      },
      /User rejected/,
    ],
    [
      'with an answer that names no manager',
      {
        wallet_getSupportedExecutionPermissions: () => SUPPORTS,
        wallet_requestExecutionPermissions: () => answerOf({}),
      },
      /does not say whose manager/,
    ],
    [
      'with an answer that is none',
      {
        wallet_getSupportedExecutionPermissions: () => SUPPORTS,
        wallet_requestExecutionPermissions: () => [],
      },
      /something that is no permission/,
    ],
  ])('%s is told in a sentence', async (_what, answers, sentence) => {
    await expect(askForGrant(walletOf(answers).ask, terms, asking)).rejects.toThrow(sentence);
  });
});
