/** A call or a log that the project's own ABIs know, in words; `args` by name, long ones as hex. */
export type Decoded = {
  readonly name: string;
  readonly args: readonly { readonly name: string; readonly value: string }[];
};

/** One transaction of the local chain, as its node tells it. */
export type LocalTransaction = {
  readonly hash: string;
  /** Null while no block holds it. */
  readonly mined: {
    readonly blockNumber: string;
    readonly blockTimeSeconds: number;
    readonly succeeded: boolean;
    readonly gasUsed: string;
    readonly feeEth: string;
    readonly logs: readonly { readonly address: string; readonly event: Decoded | null }[];
  } | null;
  readonly from: string;
  /** The new contract where it made one; null while that isn't known. */
  readonly to: string | null;
  readonly isCreation: boolean;
  readonly nonce: number;
  readonly valueEth: string;
  readonly call: Decoded | null;
  readonly data: string;
};

/** One address of the local chain. */
export type LocalAddress = {
  readonly address: string;
  readonly blockNumber: string;
  readonly isContract: boolean;
  readonly balanceEth: string;
  readonly sent: number;
  /** Of the last blocks, newest first. */
  readonly transactions: readonly {
    readonly hash: string;
    readonly blockNumber: string;
    readonly isSender: boolean;
  }[];
  /** How many blocks were searched for them. */
  readonly blocksSearched: number;
};
