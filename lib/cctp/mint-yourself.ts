import { type Address, encodeFunctionData, type Hex } from 'viem';
import { cctpTransmitterAbi } from '../abi/cctp-transmitter-abi.ts';
import { FINALITY } from './domains.ts';
import type { Attested, Transfer } from './transfer.ts';

/** What a mint may use at most: half as much again as was seen. With a fifth less one could not be carried out. */
export const MINT_GAS_MIN = 240_000n;

/** The bytes of a mint. */
export const mintCalldata = ({ message, attestation }: Pick<Attested, 'message' | 'attestation'>): Hex =>
  encodeFunctionData({
    ...{ abi: cctpTransmitterAbi, functionName: 'receiveMessage' },
    args: [message, attestation],
  });

/** How anybody brings a transfer to its end without us: with any wallet, on the destination's chain. */
export type MintYourself =
  | {
      readonly state: 'ready';
      readonly chainId: number;
      readonly to: Address;
      readonly data: Hex;
      readonly gas: bigint;
      readonly message: Hex;
      readonly attestation: Hex;
    }
  /** Circle's API is asked at this path, until it answers `complete`; then message and attestation go into `receiveMessage`. */
  | {
      readonly state: 'not-attested';
      readonly chainId: number;
      readonly to: Address;
      readonly askPath: string;
    }
  | { readonly state: 'not-burnt' | 'done' };

/** Where the attestation API tells of a transaction's messages. */
export const messagesPath = (domain: number, txHash: Hex): string =>
  `/v2/messages/${domain}?transactionHash=${txHash}`;

/** Where it tells what a transfer costs now. */
export const feesPath = (source: number, destination: number): string =>
  `/v2/burn/USDC/fees/${source}/${destination}`;

/** Where it is asked to attest a message anew. */
export const reattestPath = (nonce: Hex): string => `/v2/reattest/${nonce}`;

/** The instructions of a transfer, as it stands. */
export const mintYourself = (transfer: Transfer, transmitter: Address): MintYourself => {
  const { destinationChainId: chainId, sourceDomain, burn, attested, status } = transfer;
  if (status === 'minted' || status === 'settled') return { state: 'done' };
  if (burn === null) return { state: 'not-burnt' };
  const at = { chainId, to: transmitter };
  if (attested === null)
    return { state: 'not-attested', ...at, askPath: messagesPath(sourceDomain, burn.txHash) };
  const { message, attestation } = attested;
  return { state: 'ready', ...at, data: mintCalldata(attested), gas: MINT_GAS_MIN, message, attestation };
};

/** Which of the two that Circle knows a threshold means. */
export const finalityOf = (minFinality: number): keyof typeof FINALITY =>
  minFinality <= FINALITY.fast ? 'fast' : 'standard';
