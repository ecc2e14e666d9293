import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { TRANSFER_STATUSES, type Transfer } from '../../../lib/cctp/transfer.ts';

export const address = z.string().transform((text) => text as Address);
export const hex = z.string().transform((text) => text as Hex);
const whole = z.string().transform(BigInt);

/** A transfer as its columns say it, numbers as text. */
export const transferRow = z.object({
  ...{
    id: hex,
    portfolio_id: z.string(),
    status: z.enum(TRANSFER_STATUSES),
    account: address,
    recipient: address,
  },
  ...{ source_chain_id: z.coerce.number(), destination_chain_id: z.coerce.number() },
  ...{ source_domain: z.coerce.number(), destination_domain: z.coerce.number() },
  ...{ amount: whole, max_fee: whole, min_finality: z.coerce.number(), move_nonce: whole, generation: whole },
  ...{ deadline_seconds: z.coerce.number(), source_from_block: whole, destination_from_block: whole },
  ...{ burn_tx: hex.nullable(), burn_log: z.number().nullable(), burn_block: whole.nullable() },
  ...{ burn_block_hash: hex.nullable(), burn_message: hex.nullable(), nonce: hex.nullable() },
  ...{ fee_executed: whole.nullable(), expiration_block: whole.nullable(), message: hex.nullable() },
  ...{ attestation: hex.nullable(), mint_tx: hex.nullable(), mint_block: whole.nullable() },
  ...{ mint_block_hash: hex.nullable(), mint_caller: address.nullable() },
});
type Row = z.output<typeof transferRow>;

const burnOf = (row: Row): Transfer['burn'] => {
  const { burn_tx: txHash, burn_log: logIndex, burn_block: blockNumber, burn_block_hash: blockHash } = row;
  const { burn_message: message } = row;
  return txHash === null ||
    logIndex === null ||
    blockNumber === null ||
    blockHash === null ||
    message === null
    ? null
    : { txHash, logIndex, blockNumber, blockHash, message };
};
const attestedOf = (row: Row): Transfer['attested'] => {
  const { nonce, fee_executed: feeExecuted, expiration_block: expirationBlock, message, attestation } = row;
  return nonce === null || feeExecuted === null || expirationBlock === null || !message || !attestation
    ? null
    : { nonce, feeExecuted, expirationBlock, message, attestation };
};
const mintOf = (row: Row): Transfer['mint'] => {
  const { mint_tx: txHash, mint_block: blockNumber, mint_block_hash: blockHash, mint_caller: caller } = row;
  return txHash === null || blockNumber === null || blockHash === null || caller === null
    ? null
    : { txHash, blockNumber, blockHash, caller };
};

/** A transfer, from its row. */
export const transferOf = (row: Row): Transfer => ({
  ...{ id: row.id, portfolioId: row.portfolio_id, status: row.status },
  ...{ sourceChainId: row.source_chain_id, destinationChainId: row.destination_chain_id },
  ...{ sourceDomain: row.source_domain, destinationDomain: row.destination_domain },
  ...{ account: row.account, recipient: row.recipient, amount: row.amount, maxFee: row.max_fee },
  ...{ minFinality: row.min_finality, moveNonce: row.move_nonce, generation: row.generation },
  ...{ deadlineSeconds: row.deadline_seconds, sourceFromBlock: row.source_from_block },
  ...{ destinationFromBlock: row.destination_from_block },
  ...{ burn: burnOf(row), attested: attestedOf(row), mint: mintOf(row) },
});

const COLUMNS = [
  ...['id', 'portfolio_id', 'status', 'account', 'recipient', 'source_chain_id', 'destination_chain_id'],
  ...['source_domain', 'destination_domain', 'amount', 'max_fee', 'min_finality', 'move_nonce', 'generation'],
  ...['deadline_seconds', 'source_from_block', 'destination_from_block', 'burn_tx', 'burn_log', 'burn_block'],
  ...[
    'burn_block_hash',
    'burn_message',
    'nonce',
    'fee_executed',
    'expiration_block',
    'message',
    'attestation',
  ],
  ...['mint_tx', 'mint_block', 'mint_block_hash', 'mint_caller'],
];
const NUMBERS: ReadonlySet<string> = new Set(['burn_log']);
/** What a row is read by, from `transfers t`. */
export const transferColumns = (sql: TransactionSql) =>
  sql.unsafe(COLUMNS.map((name) => (NUMBERS.has(name) ? `t.${name}` : `t.${name}::text`)).join(', '));
