import { type Hex, sliceHex } from 'viem';
import { decodeBurnMessage, decodeMessage } from '../../lib/cctp/message.ts';

/** An address out of its 32 bytes. */
const addressOf = (word: Hex): Hex => sliceHex(word, 12);

/** An attested message as the API tells it beside its bytes: addresses of 20 bytes, numbers as texts. @throws for what is no burn message */
export const decodedMessage = (bytes: Hex) => {
  const [message, burn] = [decodeMessage(bytes), decodeBurnMessage(bytes)];
  if (!message.ok || !burn.ok) throw new Error('no burn message');
  const { body, ...header } = burn.value;
  return {
    sourceDomain: `${header.sourceDomain}`,
    destinationDomain: `${header.destinationDomain}`,
    nonce: header.nonce,
    sender: addressOf(header.sender),
    recipient: addressOf(header.recipient),
    destinationCaller: addressOf(header.destinationCaller),
    minFinalityThreshold: `${header.minFinalityThreshold}`,
    finalityThresholdExecuted: `${header.finalityThresholdExecuted}`,
    messageBody: message.value.body,
    decodedMessageBody: {
      burnToken: addressOf(body.burnToken),
      mintRecipient: addressOf(body.mintRecipient),
      amount: `${body.amount}`,
      messageSender: addressOf(body.messageSender),
      maxFee: `${body.maxFee}`,
      feeExecuted: `${body.feeExecuted}`,
      expirationBlock: `${body.expirationBlock}`,
      hookData: body.hookData === '0x' ? null : body.hookData,
    },
  };
};
