import { type Address, decodeEventLog, type Hex, parseAbi, parseEventLogs, toEventSelector } from 'viem';
import { cctpMessengerAbi } from '../../lib/abi/cctp-messenger-abi.ts';
import { cctpTransmitterAbi } from '../../lib/abi/cctp-transmitter-abi.ts';
import type { Attesters } from '../../lib/cctp/attested.ts';
import type { CctpChain } from '../../lib/cctp/domains.ts';
import { decodeBurnMessage } from '../../lib/cctp/message.ts';
import type { Settled } from '../../lib/cctp/next-transfer-step.ts';
import { type Burn, isMessageOf, type TransferTerms, wordOf } from '../../lib/cctp/transfer.ts';
import type { CctpEnd, ClaimedTransfer } from '../../lib/cctp/transfer-ports.ts';
import type { ChainLog } from '../../lib/ledger/chain-log.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type ChainClient, readHead, readSettled } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import type { LogFilter } from './get-logs.ts';
import { readLogs } from './read-logs.ts';
import { simulateCall } from './simulate-call.ts';

export type CctpEndOptions = {
  readonly chain: ChainClient;
  readonly cctp: CctpChain;
  /** Blocks after which none is taken back any more. */
  readonly finalityBlocks: number;
  /** Who would hand messages in. */
  readonly sender: Address;
};

type Span = { readonly fromBlock: bigint; readonly toBlock: bigint };

const DEPOSIT_FOR_BURN = toEventSelector(
  'DepositForBurn(address,uint256,address,bytes32,uint32,bytes32,bytes32,uint256,uint32,bytes)',
);
const MESSAGE_RECEIVED = toEventSelector('MessageReceived(address,uint32,bytes32,bytes32,uint32,bytes)');

/** All logs of a span, or a failure: half of them would say that something is not there. */
const allLogs = async (
  chain: ChainClient,
  filter: LogFilter,
  span: Span,
): Promise<Result<readonly ChainLog[]>> => {
  if (span.toBlock < span.fromBlock) return ok([]);
  const read = await readLogs({ chain, filter, span }, () => false);
  if (!read.ok) return read;
  return read.value.toBlock < span.toBlock || read.value.unanswered.length > 0
    ? fail('chain-too-much', 'The node did not answer for all blocks that were asked for.', {
        when: 'next-tick',
      })
    : ok(read.value.logs);
};

const isBurnOf = (terms: TransferTerms, { topics, data }: ChainLog): boolean => {
  const { args } = decodeEventLog({
    ...{ abi: cctpMessengerAbi, eventName: 'DepositForBurn', data },
    topics: [...topics] as [Hex, ...Hex[]],
  });
  return (
    args.amount === terms.amount &&
    args.maxFee === terms.maxFee &&
    args.mintRecipient.toLowerCase() === wordOf(terms.recipient) &&
    args.destinationDomain === terms.destinationDomain &&
    BigInt(args.destinationCaller) === 0n &&
    args.hookData === '0x'
  );
};

/** Which of a transaction's messages is the one of its `index`-th burn of these terms: by sender and fields, never by place. */
const messageOf = async (
  { chain, cctp }: CctpEndOptions,
  terms: TransferTerms,
  { log, index }: { readonly log: ChainLog; readonly index: number },
): Promise<Result<Burn | null>> =>
  asChainResult(async () => {
    const { transactionHash: hash, blockNumber, blockHash, logIndex } = log;
    const receipt = await chain.getTransactionReceipt({ hash });
    if (receipt.blockHash !== blockHash) return null;
    const own = receipt.logs.filter(({ address }) => address.toLowerCase() === cctp.messageTransmitter);
    const messages = parseEventLogs({ abi: cctpTransmitterAbi, eventName: 'MessageSent', logs: own })
      .map(({ args }) => args.message)
      .filter((bytes) => {
        const read = decodeBurnMessage(bytes);
        return read.ok && isMessageOf(terms, read.value);
      });
    const message = messages[index];
    return message === undefined ? null : { txHash: hash, blockNumber, blockHash, logIndex, message };
  });

const findBurn = async (
  options: CctpEndOptions,
  { transfer, takenBurns }: ClaimedTransfer,
): Promise<Result<Burn | null>> => {
  const { chain, cctp } = options;
  const head = await readHead(chain);
  if (!head.ok) return head;
  const topics = [
    ...[[DEPOSIT_FOR_BURN], [wordOf(cctp.usdc)], [wordOf(transfer.account)]],
    [`0x${transfer.minFinality.toString(16).padStart(64, '0')}` as const],
  ];
  const span = { fromBlock: transfer.sourceFromBlock, toBlock: head.value.number };
  const logs = await allLogs(chain, { addresses: [cctp.tokenMessenger], topics }, span);
  if (!logs.ok) return logs;
  const equal = logs.value.filter((log) => isBurnOf(transfer, log));
  const free = equal.filter((log) => !takenBurns.has(`${log.transactionHash}:${log.logIndex}`));
  const log = free.find(({ transactionHash }) => transactionHash === transfer.burn?.txHash) ?? free[0];
  if (log === undefined) return ok(null);
  const before = equal.filter(
    (other) => other.transactionHash === log.transactionHash && other.logIndex < log.logIndex,
  );
  return messageOf(options, transfer, { log, index: before.length });
};

const findMint = async (
  { chain, cctp }: CctpEndOptions,
  nonce: Hex,
  span: Span,
): ReturnType<CctpEnd['findMint']> => {
  const used = await asChainResult(() =>
    chain.readContract({
      ...{ abi: cctpTransmitterAbi, functionName: 'usedNonces', args: [nonce] as const },
      ...{ address: cctp.messageTransmitter, blockNumber: span.toBlock },
    }),
  );
  if (!used.ok) return used;
  if (used.value === 0n) return ok({ isUsed: false, mint: null });
  const filter = { addresses: [cctp.messageTransmitter], topics: [[MESSAGE_RECEIVED], null, [nonce]] };
  const logs = await allLogs(chain, filter, span);
  if (!logs.ok) return logs;
  const [log] = logs.value;
  if (log === undefined) return ok({ isUsed: true, mint: null });
  const { transactionHash: txHash, blockNumber, blockHash, topics } = log;
  const caller = `0x${topics[1]?.slice(26)}` as const;
  return ok({ isUsed: true, mint: { txHash, blockNumber, blockHash, caller } });
};

/** What the interface of transfers leaves out: who signs. */
const ATTESTERS_ABI = parseAbi([
  'function signatureThreshold() view returns (uint256)',
  'function getNumEnabledAttesters() view returns (uint256)',
  'function getEnabledAttester(uint256 index) view returns (address)',
]);

const readAttesters = ({ chain, cctp }: CctpEndOptions): Promise<Result<Attesters>> =>
  asChainResult(async () => {
    const at = { abi: ATTESTERS_ABI, address: cctp.messageTransmitter } as const;
    const [threshold, count] = await Promise.all([
      chain.readContract({ ...at, functionName: 'signatureThreshold' }),
      chain.readContract({ ...at, functionName: 'getNumEnabledAttesters' }),
    ]);
    const indexes = Array.from({ length: Number(count) }, (_, index) => BigInt(index));
    const addresses = await Promise.all(
      indexes.map((index) =>
        chain.readContract({ ...at, functionName: 'getEnabledAttester', args: [index] }),
      ),
    );
    return {
      threshold: Number(threshold),
      addresses: new Set(addresses.map((address) => address.toLowerCase())),
    };
  });

const headOf = async (chain: ChainClient): Promise<Result<Settled>> => {
  const head = await readHead(chain);
  return head.ok ? ok({ number: head.value.number, seconds: head.value.timeSeconds }) : head;
};

/** One chain's end of CCTP, as transfers ask it. */
export const cctpEnd = (options: CctpEndOptions): CctpEnd => {
  const { chain, cctp, sender, finalityBlocks } = options;
  return {
    head: () => headOf(chain),
    settled: () => readSettled(chain, finalityBlocks),
    findBurn: (claimed) => findBurn(options, claimed),
    findMint: (nonce, span) => findMint(options, nonce, span),
    attesters: () => readAttesters(options),
    refusalOf: ({ target, data }, number) =>
      simulateCall(
        chain,
        { sender, target: target === 'transmitter' ? cctp.messageTransmitter : target, data },
        { number },
      ),
  };
};
