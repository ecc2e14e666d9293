import type { Hex } from 'viem';
import { isSignedBy, type Offered } from '../../lib/cctp/attested.ts';
import { mintCalldata } from '../../lib/cctp/mint-yourself.ts';
import {
  lookAgainSeconds,
  nextTransferStep,
  type TransferFacts,
  type TransferStep,
} from '../../lib/cctp/next-transfer-step.ts';
import type { Transfer } from '../../lib/cctp/transfer.ts';
import type { AttestationApi, CctpEnd, ClaimedTransfer } from '../../lib/cctp/transfer-ports.ts';
import type { Call } from '../../lib/ledger/call.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

export type TransferLog = {
  readonly info: (fields: object, event: string) => void;
  readonly warn: (fields: object, event: string) => void;
};

/** What is written of one look at a transfer. */
export type TransferNote = {
  readonly id: Hex;
  readonly token: bigint;
  readonly step: TransferStep;
  readonly lookAgainSeconds: number;
  /** Of a step that burns or mints. */
  readonly call: Call | null;
};

export type TransferPorts = {
  readonly claim: () => Promise<Result<readonly ClaimedTransfer[]>>;
  /** False = somebody else holds it by now. */
  readonly note: (note: TransferNote) => Promise<Result<boolean>>;
  readonly markOverdue: () => Promise<Result<readonly Hex[]>>;
  /** Null = the chain is not served. */
  readonly endOf: (chainId: number) => CctpEnd | null;
  readonly api: AttestationApi;
  /** The call that burns, with gas for it; of each round one. */
  readonly burnCallOf: (claimed: ClaimedTransfer) => Promise<Result<Call>>;
  /** The call that mints, likewise. */
  readonly mintCallOf: (transfer: Transfer, data: Hex, round: number) => Promise<Result<Call>>;
  readonly log: TransferLog;
  /** No time is left: what is claimed and not looked at is another worker's once its claim lapses. */
  readonly isOver: () => boolean;
};

/** A look at one transfer takes its steps as far as it can; more than that is a bug. */
const STEPS_MAX = 6;

type Ends = { readonly source: CctpEnd; readonly destination: CctpEnd };

const ofWanted = async (claimed: ClaimedTransfer, { source }: Ends): Promise<Result<TransferFacts>> => {
  // The settled block first: a burn that comes between the two questions is found by the second.
  const settled = await source.settled();
  if (!settled.ok) return settled;
  const found = await source.findBurn(claimed);
  if (!found.ok) return found;
  const { burn, isBeingBurnt } = claimed;
  const head = await source.head();
  if (!head.ok) return head;
  const isMoot = found.value !== null || isBeingBurnt;
  const refusal = isMoot ? ok(null) : await source.refusalOf(burn, head.value.number);
  if (!refusal.ok) return refusal;
  return ok({
    ...{ of: 'wanted' as const, burn: found.value, settled: settled.value, isBeingBurnt },
    refusal: refusal.value,
  });
};

const ofBurnt = async (
  { api }: TransferPorts,
  claimed: ClaimedTransfer,
  { source, destination }: Ends,
): Promise<Result<TransferFacts>> => {
  const { sourceDomain } = claimed.transfer;
  const burn = await source.findBurn(claimed);
  if (!burn.ok) return burn;
  const head = await destination.head();
  if (!head.ok) return head;
  const asked = claimed.transfer.burn?.txHash ?? null;
  const offers = asked === null || burn.value === null ? ok([]) : await api.offers(sourceDomain, asked);
  if (!offers.ok) return offers;
  const attesters = await destination.attesters();
  if (!attesters.ok) return attesters;
  const signed = await Promise.all(
    offers.value.map(
      async (one): Promise<Offered> =>
        one !== null && (await isSignedBy(one, attesters.value)) ? one : null,
    ),
  );
  return ok({
    ...{ of: 'burnt' as const, burn: burn.value, offers: signed, destinationHead: head.value.number },
    isForged: offers.value.some((one, index) => one !== null && signed[index] === null),
  });
};

const ofAttested = async (
  claimed: ClaimedTransfer,
  { destination }: Ends,
): Promise<Result<TransferFacts>> => {
  const { attested, destinationFromBlock: fromBlock } = claimed.transfer;
  const head = await destination.head();
  if (!head.ok) return head;
  const toBlock = head.value.number;
  if (attested === null)
    return fail('bug', `transfer ${claimed.transfer.id} is attested without an attestation`);
  const found = await destination.findMint(attested.nonce, { fromBlock, toBlock });
  if (!found.ok) return found;
  const attesters = await destination.attesters();
  if (!attesters.ok) return attesters;
  const mint = { target: 'transmitter', data: mintCalldata(attested) } as const;
  const refusal = found.value.isUsed ? ok(null) : await destination.refusalOf(mint, toBlock);
  if (!refusal.ok) return refusal;
  const { isBeingMinted } = claimed;
  return ok({
    ...{ of: 'attested' as const, ...found.value, isBeingMinted },
    ...{ refusal: refusal.value, destinationHead: toBlock },
    isSigned: await isSignedBy(attested, attesters.value),
  });
};

const ofMinted = async (claimed: ClaimedTransfer, { destination }: Ends): Promise<Result<TransferFacts>> => {
  const { attested, destinationFromBlock: fromBlock } = claimed.transfer;
  const settled = await destination.settled();
  if (!settled.ok) return settled;
  const head = await destination.head();
  if (!head.ok) return head;
  if (attested === null)
    return fail('bug', `transfer ${claimed.transfer.id} is minted without an attestation`);
  const found = await destination.findMint(attested.nonce, { fromBlock, toBlock: head.value.number });
  if (!found.ok) return found;
  // Used, and the node doesn't say where: nothing is taken back by that.
  const mint = found.value.isUsed ? (found.value.mint ?? claimed.transfer.mint) : null;
  return ok({ of: 'minted', mint, settled: settled.value });
};

const lookAt = (
  ports: TransferPorts,
  claimed: ClaimedTransfer,
  ends: Ends,
): Promise<Result<TransferFacts>> | null => {
  switch (claimed.transfer.status) {
    case 'wanted':
      return ofWanted(claimed, ends);
    case 'burnt':
      return ofBurnt(ports, claimed, ends);
    case 'attested':
      return ofAttested(claimed, ends);
    case 'minted':
      return ofMinted(claimed, ends);
    case 'settled':
    case 'abandoned':
      return null;
  }
};

/** The transfer as the journal has it once a step is noted; null = nothing more is to be done now. */
const after = ({ transfer, ...claimed }: ClaimedTransfer, step: TransferStep): ClaimedTransfer | null => {
  switch (step.kind) {
    case 'burnt':
      return { ...claimed, transfer: { ...transfer, status: 'burnt', burn: step.burn } };
    case 'attested':
      return { ...claimed, transfer: { ...transfer, status: 'attested', attested: step.attested } };
    case 'minted':
      return { ...claimed, transfer: { ...transfer, status: 'minted', mint: step.mint } };
    default:
      return null;
  }
};

const carryOut = async (
  ports: TransferPorts,
  claimed: ClaimedTransfer,
  step: TransferStep,
): Promise<Result<Call | null>> => {
  const { transfer, mintRounds } = claimed;
  if (step.kind === 'burn') return ports.burnCallOf(claimed);
  if (step.kind === 'mint') return ports.mintCallOf(transfer, mintCalldata(step.attested), mintRounds);
  if (step.kind !== 'ask-again') return ok(null);
  const asked = await ports.api.reattest(step.attested.nonce);
  return asked.ok ? ok(null) : asked;
};

const take = async (
  ports: TransferPorts,
  claimed: ClaimedTransfer,
  ends: Ends,
): Promise<Result<ClaimedTransfer | null>> => {
  const looked = lookAt(ports, claimed, ends);
  if (looked === null) return ok(null);
  const facts = await looked;
  const { transfer, token, ageSeconds } = claimed;
  const step: TransferStep = facts.ok
    ? nextTransferStep(transfer, facts.value)
    : { kind: 'wait', why: facts.error.message };
  const call = await carryOut(ports, claimed, step);
  const noted: TransferStep = call.ok ? step : { kind: 'wait', why: call.error.message };
  const written = await ports.note({
    ...{ id: transfer.id, token, step: noted, lookAgainSeconds: lookAgainSeconds(ageSeconds) },
    call: call.ok ? call.value : null,
  });
  if (!written.ok) return written;
  if (!written.value) return ok(null);
  const fields = {
    transfer: transfer.id,
    step: noted.kind,
    ...(noted.kind === 'wait' ? { why: noted.why } : {}),
  };
  ports.log.info(fields, 'transfer-looked-at');
  return ok(after(claimed, noted));
};

const endsOf = ({ endOf }: TransferPorts, { transfer }: ClaimedTransfer): Ends | null => {
  const source = endOf(transfer.sourceChainId);
  const destination = endOf(transfer.destinationChainId);
  return source === null || destination === null ? null : { source, destination };
};

const drive = async (ports: TransferPorts, start: ClaimedTransfer): Promise<Result<null>> => {
  const ends = endsOf(ports, start);
  if (ends === null) return ok(null);
  let claimed: ClaimedTransfer | null = start;
  for (let steps = 0; claimed !== null; steps += 1) {
    // What a reorganisation moves to and fro within a look is the next one's.
    if (steps >= STEPS_MAX) return ok(null);
    const taken: Result<ClaimedTransfer | null> = await take(ports, claimed, ends);
    if (!taken.ok) return taken;
    claimed = taken.value;
  }
  return ok(null);
};

/**
 * Brings every transfer that is due one look further. May be killed at any wait, run twice or beside itself: a step is noted under the
 * claim that saw it, and each of them found again from the chains by whoever comes next. One transfer's trouble is not the others'.
 */
export const advanceTransfers = async (ports: TransferPorts): Promise<Result<null>> => {
  const claimed = await ports.claim();
  if (!claimed.ok) return claimed;
  let failed: Result<null> = ok(null);
  for (const one of claimed.value) {
    if (ports.isOver()) break;
    const driven = await drive(ports, one);
    if (!driven.ok) failed = driven;
  }
  const overdue = await ports.markOverdue();
  if (!overdue.ok) return overdue;
  for (const transfer of overdue.value) ports.log.warn({ transfer }, 'transfer-overdue');
  return failed;
};
