import { type Address, concatHex, type Hex, numberToHex, pad, size } from 'viem';

/**
 * Runs its call data as calls, each as 32 bytes of address, of value and of length, then that many bytes. The first that fails makes all of
 * them fail. Anybody but the account itself is refused.
 */
export const BATCH_EXECUTOR_CODE: Hex = concatHex([
  '0x3330146009575f5ffd5b5f', // anybody else: revert; [at] = 0
  '0x5b36811060135700', // loop: at < size of call data, else stop
  '0x5b8060400135', // body: [at, length]
  '0x80826060015f37', // its data to memory
  '0x5f5f825f', // return: none; arguments: memory 0, length
  '0x8560200135', // value
  '0x8635', // address
  '0x5af1603757', // call
  '0x3d5f5f3e3d5ffd', // failed: all of it fails, with its words
  '0x5b01606001600b56', // next: at + length + 96
]);

type Call = {
  readonly to: Address;
  readonly data?: Hex | undefined;
  readonly value?: Hex | undefined;
};

/** Calls in the executor's form. */
export const batchData = (calls: readonly Call[]): Hex =>
  concatHex(
    calls.map(({ to, data = '0x', value = '0x0' }) =>
      concatHex([pad(to), pad(value), numberToHex(size(data), { size: 32 }), data]),
    ),
  );
