import type { AlertSeverity } from './alert-kinds.ts';

/** Minutes of the day, UTC; from before to. Over midnight where `from` is the later one. */
export type QuietHours = { readonly fromMinute: number; readonly toMinute: number };

/** What decides when a message goes out. */
export type Pending = {
  readonly phase: 'raised' | 'recovered' | 'test' | 'confirm';
  readonly severity: AlertSeverity;
  readonly hasRecovered: boolean;
  /** Of the message that told of the alert, to the same channel; null where there is none. */
  readonly raisedStatus: 'pending' | 'sent' | 'failed' | 'dropped' | null;
  readonly quiet: QuietHours | null;
  /** Messages that the channel got within the last hour. */
  readonly sentLately: number;
};

export type Turn =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'drop' };

/** Of one channel, in an hour. */
export const MESSAGES_PER_HOUR_MAX = 30;
const FULL_WAIT_SECONDS = 600;
const AFTER_RAISED_SECONDS = 60;
const DAY_MINUTES = 1_440;

/** Minutes until the quiet hours are over; 0 outside of them. */
export const quietMinutesLeft = ({ fromMinute, toMinute }: QuietHours, minuteOfDay: number): number => {
  const length = (toMinute - fromMinute + DAY_MINUTES) % DAY_MINUTES;
  const gone = (minuteOfDay - fromMinute + DAY_MINUTES) % DAY_MINUTES;
  return gone < length ? length - gone : 0;
};

/**
 * Whether a message goes out now. Of an alert that has recovered before anybody was told, nobody is told at all; a recovery follows only
 * what was told.
 */
export const whenToTell = (pending: Pending, minuteOfDay: number): Turn => {
  const { phase, severity, hasRecovered, raisedStatus, quiet, sentLately } = pending;
  if (phase === 'raised' && hasRecovered) return { kind: 'drop' };
  if (phase === 'recovered' && raisedStatus === 'pending')
    return { kind: 'wait', seconds: AFTER_RAISED_SECONDS };
  if (phase === 'recovered' && raisedStatus !== 'sent') return { kind: 'drop' };
  const isAskedFor = phase === 'test' || phase === 'confirm';
  const quietMinutes = quiet === null || isAskedFor ? 0 : quietMinutesLeft(quiet, minuteOfDay);
  if (severity !== 'critical' && quietMinutes > 0) return { kind: 'wait', seconds: quietMinutes * 60 };
  return sentLately >= MESSAGES_PER_HOUR_MAX
    ? { kind: 'wait', seconds: FULL_WAIT_SECONDS }
    : { kind: 'send' };
};

/** Of a message that did not get through. */
export type FailedTry = {
  /** This one included. */
  readonly attempts: number;
  /** As the receiver asks for; null where it doesn't. */
  readonly retryAfterSeconds: number | null;
  /** The receiver will never take it. */
  readonly isRefused: boolean;
};

const ATTEMPTS_MAX = 8;
const FIRST_WAIT_SECONDS = 30;
const WAIT_SECONDS_MAX = 3_600;

/** Seconds until the next try, doubling; null = it is given up. */
export const nextTryInSeconds = ({ attempts, retryAfterSeconds, isRefused }: FailedTry): number | null => {
  if (isRefused || attempts >= ATTEMPTS_MAX) return null;
  const own = FIRST_WAIT_SECONDS * 2 ** (attempts - 1);
  return Math.min(WAIT_SECONDS_MAX, Math.max(own, retryAfterSeconds ?? 0));
};
