import { LosslessNumber } from 'lossless-json';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { Offered } from '../../lib/cctp/attested.ts';
import { FINALITY } from '../../lib/cctp/domains.ts';
import { feeShareE7Up } from '../../lib/cctp/fee.ts';
import { feesPath, finalityOf, messagesPath, reattestPath } from '../../lib/cctp/mint-yourself.ts';
import type { AttestationApi } from '../../lib/cctp/transfer-ports.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { AskJson, JsonAnswer } from '../http/ask-json.ts';

/** Statuses that are answers: of what is not known yet, and of a request that is refused. */
export const ATTESTATION_ANSWERS: readonly number[] = [400, 404];

/** A transaction with more messages than that is none that a portfolio sends. */
const MESSAGES_MAX = 200;

const bytes = z
  .string()
  .max(40_000)
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((text) => text.toLowerCase() as Hex);

/** Only `complete` carries bytes; anything else, known or not, is not attested yet. */
const messageShape = z
  .object({ status: z.string().max(60), message: z.string().nullish(), attestation: z.string().nullish() })
  .transform(({ status, message, attestation }, context): Offered => {
    if (status !== 'complete') return null;
    const read = z.object({ message: bytes, attestation: bytes }).safeParse({ message, attestation });
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'a complete message without its bytes' });
    return z.NEVER;
  });
const messagesShape = z.object({ messages: z.array(messageShape).max(MESSAGES_MAX) });

const number = z.union([z.instanceof(LosslessNumber).transform(({ value }) => value), z.string().max(40)]);
const feesShape = z.array(z.object({ finalityThreshold: number, minimumFee: number })).max(20);

const malformed = (what: string): Result<never> =>
  fail('venue-malformed', `Circle answers ${what} that can't be read.`, { when: 'next-tick' });

const refused = ({ status }: JsonAnswer, what: string): Result<never> =>
  fail('venue-refused', `Circle refuses ${what} (${status}).`, { when: 'next-tick' });

/** Circle's attestation API V2. Every answer passes a schema; failures are those of {@link askJsonOf} and `venue-…`. */
export const attestationClient = (askJson: AskJson): AttestationApi => ({
  offers: async (domain, txHash) => {
    const answer = await askJson({ path: messagesPath(domain, txHash) });
    if (!answer.ok) return answer;
    if (answer.value.status === 404) return ok([]);
    if (answer.value.status >= 400) return refused(answer.value, 'a transaction');
    const read = messagesShape.safeParse(answer.value.json);
    return read.success ? ok(read.data.messages) : malformed('messages');
  },
  feeShareE7: async ({ source, destination }, minFinality) => {
    const answer = await askJson({ path: feesPath(source, destination) });
    if (!answer.ok) return answer;
    if (answer.value.status >= 400) return refused(answer.value, 'a pair of domains');
    const read = feesShape.safeParse(answer.value.json);
    if (!read.success) return malformed('fees');
    const asked = `${FINALITY[finalityOf(minFinality)]}`;
    const fee = read.data.find(({ finalityThreshold }) => finalityThreshold === asked);
    return fee === undefined
      ? malformed('fees without the finality asked for,')
      : feeShareE7Up(fee.minimumFee);
  },
  reattest: async (nonce) => {
    const answer = await askJson({ path: reattestPath(nonce), body: {} });
    if (!answer.ok) return answer;
    return answer.value.status < 400 ? ok(null) : refused(answer.value, 'to attest once more');
  },
});
