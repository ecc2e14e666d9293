import type { NodeCall } from './answer-from-history.ts';

/**
 * How a call changes a node. `transaction` and `mine` make blocks, `state` changes what no transaction does, `clock` sets the
 * time of the next block, `snapshot` can be gone back to, `rewind` is whatever else may take blocks away.
 */
export type ChangeKind = 'transaction' | 'mine' | 'state' | 'clock' | 'snapshot' | 'rewind';

const KINDS: readonly (readonly [RegExp, ChangeKind])[] = [
  [/^eth_send(Raw|Unsigned)?Transaction(Sync)?$/, 'transaction'],
  [/^(evm|anvil|hardhat)_mine(Detailed|_detailed)?$/, 'mine'],
  [/^evm_(setNextBlockTimestamp|increaseTime|setTime)$/, 'clock'],
  [/^anvil_(setNextBlockTimestamp|increaseTime|setTime)$/, 'clock'],
  [/^(evm|anvil|hardhat)_snapshot$/, 'snapshot'],
  [
    /^(anvil|hardhat|evm|tenderly)_(set(Balance|Code|Nonce|StorageAt|Coinbase|MinGasPrice|NextBlockBaseFeePerGas|BlockGasLimit|ERC20Allowance)|addBalance|deal(ERC20)?|(stopI|autoI|i)mpersonateAccount)$/,
    'state',
  ],
  [/^(evm|anvil|hardhat)_(revert|reset|reorg|rollback|loadState)$/, 'rewind'],
  [/^(evm|anvil|hardhat)_(setAutomine|setIntervalMining|dropTransaction|dropAllTransactions)$/, 'mine'],
];

/** What kind of change a method makes; null for one that only reads. */
export const changeKind = (method: string): ChangeKind | null =>
  KINDS.find(([pattern]) => pattern.test(method))?.[1] ?? null;

/** True when the node's reply to a single request says that it refused. */
export const isRefusal = (text: string): boolean => {
  try {
    return (JSON.parse(text) as { error?: unknown }).error !== undefined;
  } catch {
    return true;
  }
};

/** What was set about the next block's time since the last block: another node must be told again. */
export type PendingClock = {
  readonly add: (call: NodeCall) => void;
  readonly clear: () => void;
  readonly calls: () => readonly NodeCall[];
};

export const createPendingClock = (): PendingClock => {
  const calls: NodeCall[] = [];
  return {
    add: (call) => {
      calls.push(call);
    },
    clear: () => {
      calls.length = 0;
    },
    calls: () => calls,
  };
};
