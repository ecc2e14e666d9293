import { formatUtcDate, formatUtcTime } from '../time/utc.ts';
import type { AlertMessage } from './alert-message.ts';

const timeText = (seconds: number): string => `${formatUtcDate(seconds)} ${formatUtcTime(seconds)} UTC`;

/** What a person reads below the headline, a line each; nothing of it is markup. */
export const messageLines = (message: AlertMessage): readonly string[] => {
  const { phase, sentence, meaning, remedy, raisedAtSeconds, recoveredAtSeconds } = message;
  if (phase === 'test') return [sentence, meaning];
  if (phase === 'confirm') return [meaning, sentence, remedy];
  if (phase === 'recovered' && raisedAtSeconds !== null && recoveredAtSeconds !== null)
    return [`It was: ${sentence}`, `From ${timeText(raisedAtSeconds)} to ${timeText(recoveredAtSeconds)}.`];
  return [sentence, meaning, remedy];
};

/** The whole message as plain text. */
export const messageText = (message: AlertMessage): string =>
  [message.headline, '', ...messageLines(message), '', message.links.page].join('\n');

/** At most so many UTF-16 units, none of them half a character; what was cut ends in an ellipsis. */
export const shortened = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax) return text;
  const end = lengthMax - 1;
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, isHalf ? end - 1 : end)}…`;
};
