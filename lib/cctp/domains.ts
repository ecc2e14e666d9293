import type { Address } from 'viem';

/** How final a burn must be before it is attested: Circle knows these two, and takes any other as the next one above. */
export const FINALITY = { fast: 1_000, standard: 2_000 } as const;

/** One chain, as CCTP V2 knows it. Addresses lower-cased. */
export type CctpChain = {
  readonly chainId: number;
  readonly domain: number;
  readonly tokenMessenger: Address;
  readonly messageTransmitter: Address;
  readonly usdc: Address;
};

type Row = readonly [chainId: number, domain: number, usdc: Address];

/**
 * Sources: developers.circle.com, "CCTP supported blockchains", "CCTP EVM contracts and interfaces" and "USDC contract addresses"; the
 * messenger and the transmitter have one address on all main nets and another on all test nets.
 */
const MAIN = {
  tokenMessenger: '0x28b5a0e9c621a5badaa536219b3a228c8168cf5d',
  messageTransmitter: '0x81d40f21f12a8f0e3252bccb954d722d4c464b64',
} as const;
const TEST = {
  tokenMessenger: '0x8fe6b999dc680ccfdd5bf7eb0974218be2542daa',
  messageTransmitter: '0xe737e5cebeeba77efe34d4aa090756590b1ce275',
} as const;

const MAIN_ROWS: readonly Row[] = [
  [1, 0, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'],
  [43_114, 1, '0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e'],
  [10, 2, '0x0b2c639c533813f4aa9d7837caf62653d097ff85'],
  [42_161, 3, '0xaf88d065e77c8cc2239327c5edb3a432268e5831'],
  [8_453, 6, '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'],
  [137, 7, '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359'],
];
const TEST_ROWS: readonly Row[] = [
  [11_155_111, 0, '0x1c7d4b196cb0c7b01d743fbc6116a902379c7238'],
  [43_113, 1, '0x5425890298aed601595a70ab815c96711a31bc65'],
  [11_155_420, 2, '0x5fd84259d66cd46123540766be93dfe6d43130d7'],
  [421_614, 3, '0x75faf114eafb1bdbe2f0316df893fd58ce46aa4d'],
  [84_532, 6, '0x036cbd53842c5426634e7929541ec2318f3dcf7e'],
  [80_002, 7, '0x41e94eb019c0762f9bfcf9fb1e58725bfb0e7582'],
];

const chainOf =
  (contracts: Pick<CctpChain, 'tokenMessenger' | 'messageTransmitter'>) =>
  ([chainId, domain, usdc]: Row): CctpChain => ({ ...contracts, chainId, domain, usdc });

/** By chain and never by domain alone: a main net and its test net share one. */
export const CCTP_CHAINS: ReadonlyMap<number, CctpChain> = new Map(
  [...MAIN_ROWS.map(chainOf(MAIN)), ...TEST_ROWS.map(chainOf(TEST))].map((chain) => [chain.chainId, chain]),
);
