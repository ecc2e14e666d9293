import type { Attempt, CallState, Fees } from '../../lib/ledger/call.ts';
import type { CallChain, CallJournal } from '../../lib/ledger/call-ports.ts';
import { guardCall } from '../../lib/ledger/guard-call.ts';
import {
  type CallFacts,
  type CallStep,
  isDueForLook,
  nextCallStep,
} from '../../lib/ledger/next-call-step.ts';
import type { SignAs } from '../../lib/orders/sign-order.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TickLog } from './tick-deps.ts';

export type SendPorts = {
  readonly calls: CallJournal;
  readonly chain: CallChain;
  readonly signAs: SignAs;
  /** The most that all transactions signed in one tick may cost together, raises counted in full, in wei. */
  readonly feeWeiPerTickMax: bigint;
  readonly log: TickLog;
};

/** A signed transaction, and the next ones if it is refused as too cheap, then a send: more steps than that is a bug. */
const STEPS_MAX = 12;

/** All calls of one sender at one head. */
type Round = {
  readonly headNumber: bigint;
  readonly market: Fees;
  readonly chain: Pick<CallFacts, 'nonceAtHead' | 'nonceSettled' | 'receipts' | 'known'>;
  /** Which call holds which nonce. */
  readonly held: Map<number, CallState['call']['id']>;
  readonly purse: Purse;
};

/** What is left of the tick's budget, in wei. One for all senders. */
type Purse = { leftWei: bigint };

/** What all senders of a tick have in common. */
type Tick = Pick<Round, 'headNumber' | 'market' | 'purse'>;

const freeNonce = ({ chain, held }: Round, { call }: CallState): number => {
  let nonce = chain.nonceAtHead;
  while (held.has(nonce) && held.get(nonce) !== call.id) nonce += 1;
  return nonce;
};

const stepOf = ({ feeWeiPerTickMax }: SendPorts, round: Round, state: CallState): CallStep =>
  nextCallStep(state, {
    ...round.chain,
    ...{ headNumber: round.headNumber, market: round.market, freeNonce: freeNonce(round, state) },
    maxFeeWeiMax: feeWeiPerTickMax / state.call.gasLimit,
  });

const changed = (state: CallState, attempt: Attempt, more: Partial<Attempt>): CallState => ({
  ...state,
  attempts: state.attempts.map((one) => (one.txHash === attempt.txHash ? { ...one, ...more } : one)),
});

/** The call after a step that was taken; null = nothing more is to be done now; put-off = the next tick has to take the step. */
type Taken = Result<CallState | null | 'put-off'>;

const sign = async (
  { calls, chain, signAs, log }: SendPorts,
  round: Round,
  { state, step }: { readonly state: CallState; readonly step: Extract<CallStep, { kind: 'sign' }> },
): Promise<Taken> => {
  const { call, attempts } = state;
  const allowed = guardCall(call);
  if (!allowed.ok) return allowed;
  const costWei = call.gasLimit * step.fees.maxFeeWei;
  if (costWei > round.purse.leftWei) {
    log.warn({ call: call.id, bump: step.bump }, 'call-over-budget');
    return ok('put-off');
  }
  const signed = await chain.sign({ call, nonce: step.nonce, fees: step.fees }, signAs);
  if (!signed.ok) return signed;
  const attempt: Attempt = {
    ...{ ...signed.value, nonce: step.nonce, bump: step.bump, fees: step.fees },
    ...{ sentAtBlock: null, refusal: null, included: null },
  };
  const journaled = await calls.journal(attempt, { call, before: attempts.length });
  if (!journaled.ok) return journaled;
  if (!journaled.value) return ok(null);
  round.purse.leftWei -= costWei;
  round.held.set(step.nonce, call.id);
  return ok({ ...state, attempts: [...attempts, attempt] });
};

const send = async (
  { calls, chain, log }: SendPorts,
  { headNumber }: Round,
  { state, attempt }: { readonly state: CallState; readonly attempt: Attempt },
): Promise<Taken> => {
  const sent = await chain.send(attempt.raw);
  if (!sent.ok) return sent;
  const refusal = sent.value;
  const noted = await calls.sent(attempt.txHash, { headNumber, refusal });
  if (!noted.ok) return noted;
  const { txHash, nonce, bump } = attempt;
  if (refusal === null) log.info({ call: state.call.id, txHash, nonce, bump }, 'call-sent');
  else log.warn({ call: state.call.id, txHash, nonce, bump, refusal }, 'call-refused');
  // Too cheap is the one answer that another transaction mends at once.
  return ok(refusal === 'underpriced' && bump < 3 ? changed(state, attempt, { refusal }) : null);
};

const take = async (ports: SendPorts, round: Round, state: CallState): Promise<Taken> => {
  const { calls, log } = ports;
  const { headNumber } = round;
  const step = stepOf(ports, round, state);
  switch (step.kind) {
    case 'sign':
      return sign(ports, round, { state, step });
    case 'send':
      return send(ports, round, { state, attempt: step.attempt });
    case 'include': {
      const { attempt, receipt } = step;
      // A price that is wanting keeps nothing from being settled: why it is, is noted in its place.
      const nativeUsdE18 = await ports.chain.nativeUsdE18({ number: receipt.blockNumber });
      const included = { ...receipt, nativeUsdE18 };
      const noted = await calls.seen(attempt.txHash, { headNumber, included });
      return noted.ok ? ok(changed(state, attempt, { included: receipt })) : noted;
    }
    case 'reopen': {
      const noted = await calls.seen(step.attempt.txHash, { headNumber, included: null });
      log.warn({ call: state.call.id, txHash: step.attempt.txHash }, 'call-block-gone');
      const again = { included: null, sentAtBlock: headNumber };
      return noted.ok ? ok(changed(state, step.attempt, again)) : noted;
    }
    case 'conclude':
    case 'abandon': {
      const end =
        step.kind === 'abandon'
          ? ({ outcome: 'abandoned', txHash: null } as const)
          : { outcome: step.outcome, txHash: step.attempt.txHash };
      const closed = await calls.close(state.call, end);
      log.info({ call: state.call.id, ...end }, 'call-ended');
      return closed.ok ? ok(null) : closed;
    }
    case 'jammed':
      log.warn({ call: state.call.id, why: step.why }, 'call-jammed');
      return ok(null);
    case 'wait':
      return ok(null);
  }
};

const drive = async (
  ports: SendPorts,
  round: Round,
  start: CallState,
): Promise<Result<'looked' | 'put-off'>> => {
  let state: CallState = start;
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const taken = await take(ports, round, state);
    if (!taken.ok) return taken;
    if (taken.value === null) return ok('looked');
    if (taken.value === 'put-off') return ok('put-off');
    state = taken.value;
  }
  throw new Error(`call ${start.call.id} comes to no end`);
};

const roundOf = async (
  { chain }: SendPorts,
  states: readonly CallState[],
  at: Tick,
): Promise<Result<Round | null>> => {
  const [first] = states;
  if (first === undefined) return ok(null);
  const [counts, seen] = await Promise.all([
    chain.sender(first.call.sender, at.headNumber),
    chain.transactions(states.flatMap(({ attempts }) => attempts.map(({ txHash }) => txHash))),
  ]);
  if (!counts.ok) return counts;
  if (!seen.ok) return seen;
  const held = new Map<number, CallState['call']['id']>();
  for (const { call, attempts } of states) {
    const current = attempts.at(-1);
    if (current !== undefined) held.set(current.nonce, call.id);
  }
  return ok({ ...at, chain: { ...counts.value, ...seen.value }, held });
};

/** The calls of one sender, one after the other: each may hold the nonce before the next one's. */
const driveSender = async (
  ports: SendPorts,
  states: readonly CallState[],
  at: Tick,
): Promise<Result<null>> => {
  const round = await roundOf(ports, states, at);
  if (!round.ok) return round;
  if (round.value === null) return ok(null);
  for (const state of states.filter((one) => isDueForLook(one, at.headNumber))) {
    const driven = await drive(ports, round.value, state);
    if (!driven.ok) return driven;
    // Unmarked, it is the next tick's at once, and not of the one after as many blocks as a look counts.
    if (driven.value === 'put-off') continue;
    const looked = await ports.calls.looked([state.call.id], at.headNumber);
    if (!looked.ok) return looked;
  }
  return ok(null);
};

/**
 * Brings every call that the bot has on a chain one look further: signs, journals, sends, raises, follows. May be killed at any wait, run
 * twice or beside itself: what is journaled is sent again, and a nonce is nobody's before the journal has it.
 */
export const sendCalls = async (ports: SendPorts): Promise<Result<null>> => {
  const open = await ports.calls.open();
  if (!open.ok) return open;
  if (open.value.length === 0) return ok(null);
  const head = await ports.chain.headNumber();
  if (!head.ok) return head;
  if (!open.value.some((state) => isDueForLook(state, head.value))) return ok(null);
  const market = await ports.chain.market();
  if (!market.ok) return market;
  const at: Tick = {
    headNumber: head.value,
    market: market.value,
    purse: { leftWei: ports.feeWeiPerTickMax },
  };
  let failed: Result<null> = ok(null);
  for (const sender of new Set(open.value.map(({ call }) => call.sender))) {
    const states = open.value.filter(({ call }) => call.sender === sender);
    const driven = await driveSender(ports, states, at);
    if (!driven.ok) failed = driven;
  }
  return failed;
};
