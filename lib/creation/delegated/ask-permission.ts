import { type Address, getAddress, type Hex, hexToNumber, isAddress, isHex, numberToHex } from 'viem';
import { z } from 'zod';
import { delegationTypedData, permissionContext } from '../../delegations/delegation.ts';
import type { Ask } from '../../owner/ask.ts';
import { delegationOf, type GrantTerms } from './delegated-calls.ts';

// ERC-7715 as MetaMask's kit 2.0.0 asks for it, and as it was called before; and a bare delegation for wallets that sign one.

const SUPPORTED = 'wallet_getSupportedExecutionPermissions';
const REQUEST = 'wallet_requestExecutionPermissions';
const FORMER_REQUEST = 'wallet_grantPermissions';
const KIND = 'erc20-token-periodic';
const DAY_SECONDS = 86_400;

/** What a wallet gave, and what it says that it is for. */
export type GivenPermission = {
  readonly context: Hex;
  readonly signedFor: { readonly chainId: number; readonly manager: Address };
};

/** How a wallet can be asked for a grant: by a permission of its own, or by a signature over the delegation. */
export type GrantRoad = 'permission' | 'signature';

const supportedSchema = z.record(z.string(), z.looseObject({ chainIds: z.array(z.unknown()).optional() }));

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
/** "No such method", as EIP-1193 and JSON-RPC have it. */
const isUnknownMethod = (error: unknown): boolean => [4200, -32601].includes(Number(codeOf(error)));

/** Whether a wallet grants permissions of a token a day on a chain by itself; one that doesn't know the question doesn't. */
export async function readGrantRoad(ask: Ask, chainId: number): Promise<GrantRoad> {
  try {
    const told = supportedSchema.parse(await ask({ method: SUPPORTED }));
    const chains = told[KIND]?.chainIds ?? [];
    if (chains.some((one) => Number(one) === chainId)) return 'permission';
  } catch {
    // Falls through to a signature.
  }
  return 'signature';
}

const answerSchema = z
  .array(
    z.looseObject({
      chainId: z.union([z.custom<Hex>((value) => isHex(value)), z.number()]).optional(),
      context: z.custom<Hex>((value) => isHex(value)),
      delegationManager: z
        .custom<Address>((value) => typeof value === 'string' && isAddress(value, { strict: false }))
        .optional(),
      signerMeta: z
        .looseObject({
          delegationManager: z.custom<Address>(
            (value) => typeof value === 'string' && isAddress(value, { strict: false }),
          ),
        })
        .optional(),
    }),
  )
  .length(1);

const permissionOf = (terms: GrantTerms, why: string) => ({
  type: KIND,
  isAdjustmentAllowed: false,
  data: {
    ...{ tokenAddress: terms.token, periodAmount: numberToHex(terms.aDayUnits) },
    ...{ periodDuration: DAY_SECONDS, startTime: Number(terms.startSeconds), justification: why },
  },
});

const requestOf = (terms: GrantTerms, why: string) => ({
  ...{ chainId: numberToHex(terms.chain.id), from: terms.account, to: terms.clone },
  permission: permissionOf(terms, why),
  rules: [{ type: 'expiry', data: { timestamp: Number(terms.expiresAtSeconds) } }],
});

const formerRequestOf = (terms: GrantTerms, why: string) => ({
  ...{ chainId: numberToHex(terms.chain.id), address: terms.account, expiry: Number(terms.expiresAtSeconds) },
  signer: { type: 'account', data: { address: terms.clone } },
  permission: permissionOf(terms, why),
});

const given = (answer: unknown, { chain }: GrantTerms): GivenPermission => {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw new Error('The wallet answered with something that is no permission.');
  const [one] = parsed.data;
  const manager = one?.delegationManager ?? one?.signerMeta?.delegationManager;
  if (one === undefined || manager === undefined)
    throw new Error('The wallet does not say whose manager its permission is for.');
  const chainId =
    one.chainId === undefined
      ? chain.id
      : typeof one.chainId === 'number'
        ? one.chainId
        : hexToNumber(one.chainId);
  return { context: one.context, signedFor: { chainId, manager } };
};

async function requestPermission(ask: Ask, terms: GrantTerms, why: string): Promise<GivenPermission> {
  try {
    return given(await ask({ method: REQUEST, params: [requestOf(terms, why)] }), terms);
  } catch (error) {
    if (!isUnknownMethod(error)) throw error;
  }
  return given(await ask({ method: FORMER_REQUEST, params: [formerRequestOf(terms, why)] }), terms);
}

const JSON_OF = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

/** A bare delegation, signed by the key of the account, or by that of its owner. */
async function signDelegation(
  ask: Ask,
  terms: GrantTerms,
  { key, random }: { readonly key: Address; readonly random: Uint8Array },
): Promise<GivenPermission> {
  const delegation = delegationOf(terms, random);
  const { id: chainId, manager } = terms.chain;
  const data = delegationTypedData(delegation, { chainId, manager: getAddress(manager) });
  const domainTypes = [
    ...[
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
    ],
    ...[
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ],
  ];
  const text = JSON.stringify({ ...data, types: { EIP712Domain: domainTypes, ...data.types } }, JSON_OF);
  const signature = await ask({ method: 'eth_signTypedData_v4', params: [key, text] });
  if (!isHex(signature)) throw new Error('The wallet answered with something that is no signature.');
  return { context: permissionContext({ ...delegation, signature }), signedFor: { chainId, manager } };
}

export type AskingForGrant = {
  /** Signs for the account. */
  readonly key: Address;
  /** Whether the account is the key's own: then a wallet that grants permissions is asked for one. */
  readonly isOwn: boolean;
  /** 32 bytes of a source fit for keys. */
  readonly random: Uint8Array;
  /** What the wallet shows its person. */
  readonly why: string;
};

/** The account's wallet signs no delegation of it, and grants no permission. */
const NO_WAY =
  'Your wallet signs no bare delegation of its own accounts, and grants no permissions (ERC-7715) on this chain. Start over with a smart account, or connect a wallet that can.';
const isDeclined = (error: unknown): boolean => Number(codeOf(error)) === 4001;

/**
 * Has an account grant what is asked for: by the wallet's own permissions where it has them, under their name of now or of before; by a
 * signature over the delegation itself where it signs one. What comes back is to be judged: nothing is taken from it.
 * @throws the wallet's refusal, or in a sentence that it can do neither
 */
export async function askForGrant(
  ask: Ask,
  terms: GrantTerms,
  asking: AskingForGrant,
): Promise<GivenPermission> {
  if (!asking.isOwn) return signDelegation(ask, terms, asking);
  const road = await readGrantRoad(ask, terms.chain.id);
  if (road === 'permission') return requestPermission(ask, terms, asking.why);
  try {
    return await signDelegation(ask, terms, asking);
  } catch (error) {
    if (isDeclined(error)) throw error;
  }
  // A wallet of before doesn't say what it grants, and one that guards its own accounts refuses the signature.
  try {
    return await requestPermission(ask, terms, asking.why);
  } catch (error) {
    throw isUnknownMethod(error) ? new Error(NO_WAY) : error;
  }
}
