import type { Address } from 'viem';

type Field = { readonly name: string; readonly type: string };

const TERMS: readonly Field[] = [
  { name: 'nonce', type: 'uint256' },
  { name: 'generation', type: 'uint40' },
  { name: 'deadline', type: 'uint40' },
];

const TYPES: Readonly<Record<CashMove['kind'], readonly Field[]>> = {
  Deposit: [
    { name: 'vault', type: 'address' },
    { name: 'assets', type: 'uint256' },
    { name: 'minShares', type: 'uint256' },
    ...TERMS,
  ],
  Redeem: [
    { name: 'vault', type: 'address' },
    { name: 'shares', type: 'uint256' },
    { name: 'minAssets', type: 'uint256' },
    ...TERMS,
  ],
  Bridge: [
    { name: 'domain', type: 'uint32' },
    { name: 'sibling', type: 'address' },
    { name: 'amount', type: 'uint256' },
    { name: 'maxFee', type: 'uint256' },
    ...TERMS,
  ],
};

/** Of which generation a move is, until when it holds (Unix seconds), and the bit that it uses up. */
export type MoveTerms = { readonly nonce: bigint; readonly generation: number; readonly deadline: number };

/** What a cash portfolio's signer signs: USDC and shares in their own units. */
export type CashMove =
  | { readonly kind: 'Deposit'; readonly vault: Address; readonly assets: bigint; readonly minShares: bigint }
  | { readonly kind: 'Redeem'; readonly vault: Address; readonly shares: bigint; readonly minAssets: bigint }
  | {
      readonly kind: 'Bridge';
      readonly domain: number;
      readonly sibling: Address;
      readonly amount: bigint;
      readonly maxFee: bigint;
    };

/** The EIP-712 typed data of one move of one portfolio, as `CashPortfolio` hashes it. */
export const moveTypedData = (
  { kind, ...words }: CashMove,
  at: { readonly chainId: number; readonly portfolio: Address },
  terms: MoveTerms,
): {
  readonly domain: {
    readonly name: string;
    readonly version: string;
    readonly chainId: number;
    readonly verifyingContract: Address;
  };
  readonly types: Readonly<Record<string, readonly Field[]>>;
  readonly primaryType: CashMove['kind'];
  readonly message: Readonly<Record<string, unknown>>;
} => ({
  domain: {
    name: '1Balancer Cash',
    version: '1',
    chainId: at.chainId,
    verifyingContract: at.portfolio,
  },
  types: { [kind]: TYPES[kind] },
  primaryType: kind,
  message: { ...words, ...terms },
});
