import { BPS_WHOLE, bpsOfDown } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { instantText, secondsOfInstant } from './instants.ts';
import { isAccountName, VERIFIER } from './names.ts';
import type { AskedSwap, OfferedQuote } from './quote.ts';

/** Time that must be left of a deposit address when money is sent to it. */
const LEFT_SECONDS_MIN = 60;
/** A quote that was made longer ago is asked for anew. */
const AGE_SECONDS_MAX = 120;
/** Clocks differ by so much. */
const AHEAD_SECONDS_MAX = 30;

const differs = (what: string, asked: string | number, offered: string | number): readonly string[] =>
  asked === offered ? [] : [`Its ${what} is ${offered}, and ${asked} was asked for.`];

/** Fields of the question that came back otherwise. The signature of a quote doesn't cover all of them, so each is compared. */
const echoFaults = (asked: AskedSwap, { request }: OfferedQuote): readonly string[] => [
  ...(request.dry ? ['It is a trial, for which nothing may be sent.'] : []),
  ...differs('kind of swap', 'EXACT_INPUT', request.swapType),
  ...differs('slippage in bps', asked.slippageBps, request.slippageBps),
  ...differs('asset to give', asked.originAsset, request.originAsset),
  ...differs('asset to get', asked.destinationAsset, request.destinationAsset),
  ...differs('amount', asked.amountUnits.toString(), request.amount),
  ...differs('place of deposit', asked.depositType, request.depositType),
  ...differs('way of deposit', asked.depositMode ?? 'SIMPLE', request.depositMode),
  ...differs('place of refund', asked.refundType, request.refundType),
  ...differs('place of receipt', asked.recipientType, request.recipientType),
  ...differs('receiver of a refund', asked.refundTo, request.refundTo),
  ...differs('recipient', asked.recipient, request.recipient),
  ...(secondsOfInstant(request.deadline) === asked.deadlineSeconds
    ? []
    : [`Its deadline is ${request.deadline}, and ${instantText(asked.deadlineSeconds)} was asked for.`]),
];

const amountFaults = (asked: AskedSwap, offered: OfferedQuote): readonly string[] => {
  const { amountInUnits, minAmountInUnits, amountOutUnits, minAmountOutUnits } = offered;
  const leastBySlippage = bpsOfDown(amountOutUnits, BPS_WHOLE - asked.slippageBps);
  return [
    ...(amountInUnits === asked.amountUnits
      ? []
      : [`It wants ${amountInUnits} units, and ${asked.amountUnits} are to be given.`]),
    ...(minAmountInUnits > amountInUnits ? ['The least that it takes is more than what it wants.'] : []),
    ...(minAmountOutUnits > amountOutUnits ? ['The least that it gives is more than what it gives.'] : []),
    ...(minAmountOutUnits < leastBySlippage
      ? [`It may give ${minAmountOutUnits} units, and the slippage allows no less than ${leastBySlippage}.`]
      : []),
    ...(minAmountOutUnits < asked.leastOutUnits
      ? [`It may give ${minAmountOutUnits} units, and the plan takes no less than ${asked.leastOutUnits}.`]
      : []),
  ];
};

const addressFaults = (asked: AskedSwap, offered: OfferedQuote): readonly string[] => {
  const { depositAddress, depositMemo } = offered;
  if (depositAddress === null) return ['It has no deposit address.'];
  // On a chain the owner sends: what the address is, is that chain's business, and a memo is shown to him.
  if (asked.depositType === 'ORIGIN_CHAIN')
    return depositAddress === asked.refundTo ? ['Its deposit address is where a refund would go.'] : [];
  return [
    ...(isAccountName(depositAddress) ? [] : ['Its deposit address is no account of the verifier.']),
    ...([asked.refundTo, asked.recipient, VERIFIER].includes(depositAddress)
      ? ['Its deposit address is the account itself, who gets the money, or the verifier.']
      : []),
    ...(depositMemo === null ? [] : ['It wants a memo, which a transfer inside the verifier has none of.']),
  ];
};

const timeFaults = (offered: OfferedQuote, nowSeconds: UnixSeconds): readonly string[] => {
  const madeAt = secondsOfInstant(offered.timestamp);
  const deadAt = secondsOfInstant(offered.deadline ?? '');
  return [
    ...(madeAt === null ? ['When it was made can’t be read.'] : []),
    ...(madeAt !== null && madeAt > nowSeconds + AHEAD_SECONDS_MAX
      ? [`It was made on ${offered.timestamp}, which is still to come.`]
      : []),
    ...(madeAt !== null && madeAt < nowSeconds - AGE_SECONDS_MAX
      ? [`It was made on ${offered.timestamp}, more than ${AGE_SECONDS_MAX} s ago: it came too late.`]
      : []),
    ...(deadAt === null ? ['How long its deposit address lives can’t be read.'] : []),
    ...(deadAt !== null && deadAt < nowSeconds + LEFT_SECONDS_MIN
      ? [`Its deposit address lives until ${offered.deadline}, less than ${LEFT_SECONDS_MIN} s from now.`]
      : []),
  ];
};

/**
 * Everything in which a quote is not what was asked for, each in a sentence; empty = money may be sent by it, once its signature is good.
 * Pure, and it never repairs: whoever gets a fault asks anew.
 */
export const judgeQuote = (
  asked: AskedSwap,
  offered: OfferedQuote,
  nowSeconds: UnixSeconds,
): readonly string[] => [
  ...echoFaults(asked, offered),
  ...offered.additions.map((name) => `It carries “${name}”, which nobody asked for.`),
  ...amountFaults(asked, offered),
  ...addressFaults(asked, offered),
  ...timeFaults(offered, nowSeconds),
];
