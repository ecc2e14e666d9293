import { ALERT_RULES } from '../../lib/alerts/alert-kinds.ts';
import { alertMessage, confirmMessage, type Told } from '../../lib/alerts/alert-message.ts';
import type { ChannelAddress, ChannelKind, Tell, Telling } from '../../lib/alerts/channel.ts';
import { nextTryInSeconds, type Pending, type Turn, whenToTell } from '../../lib/alerts/when-to-tell.ts';
import { ok, type Result } from '../../lib/result.ts';

/** A message that is due, its channel's address still sealed. */
export type Delivery<Sealed> = Told &
  Pick<Pending, 'quiet' | 'raisedStatus' | 'sentLately'> & {
    readonly channel: { readonly id: string; readonly kind: ChannelKind };
    readonly sealed: Sealed;
    readonly attempts: number;
  };

export type Ended = {
  readonly id: string;
  readonly status: 'pending' | 'sent' | 'failed' | 'dropped';
  readonly wasTried: boolean;
  readonly waitSeconds: number;
  readonly error: string | null;
};

export type TellPorts<Sealed> = {
  readonly claim: () => Promise<
    Result<{ readonly due: readonly Delivery<Sealed>[]; readonly minuteOfDay: number }>
  >;
  readonly open: (delivery: Delivery<Sealed>) => Result<ChannelAddress>;
  readonly tell: Tell;
  /** A new code for the channel, kept as its hash alone. */
  readonly newCode: (channelId: string) => Promise<Result<string>>;
  /** Has what is written to the channel's bot brought to us, where its kind has one. */
  readonly listen: (channelId: string, address: ChannelAddress) => Promise<Telling>;
  readonly end: (ends: readonly Ended[]) => Promise<Result<void>>;
  readonly appUrl: string;
};

const turnsOf = <Sealed>(
  due: readonly Delivery<Sealed>[],
  minuteOfDay: number,
): readonly (readonly [Delivery<Sealed>, Turn])[] => {
  const sentTo = new Map<string, number>();
  return due.map((delivery) => {
    const { alert, channel, phase, quiet, raisedStatus } = delivery;
    const sentLately = delivery.sentLately + (sentTo.get(channel.id) ?? 0);
    const severity = alert === null ? 'warning' : ALERT_RULES[alert.kind].severity;
    const hasRecovered = alert !== null && alert.recoveredAtSeconds !== null;
    const turn = whenToTell({ phase, severity, hasRecovered, raisedStatus, quiet, sentLately }, minuteOfDay);
    if (turn.kind === 'send') sentTo.set(channel.id, (sentTo.get(channel.id) ?? 0) + 1);
    return [delivery, turn] as const;
  });
};

const NO_CODE: Telling = {
  ...{ ok: false, why: 'No code could be made.', isRefused: false, retryAfterSeconds: null },
};

/** Each try has a code of its own: what an earlier one may have brought is good as well. */
const tellCode = async <Sealed>(
  { newCode, listen, tell, appUrl }: TellPorts<Sealed>,
  { id, channel }: Delivery<Sealed>,
  address: ChannelAddress,
): Promise<Telling> => {
  const listening = await listen(channel.id, address);
  if (!listening.ok) return listening;
  const code = await newCode(channel.id);
  if (!code.ok) return NO_CODE;
  return tell(confirmMessage({ id, channelId: channel.id, code: code.value }, appUrl), address);
};

const told = async <Sealed>(ports: TellPorts<Sealed>, delivery: Delivery<Sealed>): Promise<Ended> => {
  const { id } = delivery;
  const address = ports.open(delivery);
  if (!address.ok)
    return { id, status: 'failed', wasTried: false, waitSeconds: 0, error: address.error.message };
  const telling =
    delivery.phase === 'confirm'
      ? await tellCode(ports, delivery, address.value)
      : await ports.tell(alertMessage(delivery, ports.appUrl), address.value);
  if (telling.ok) return { id, status: 'sent', wasTried: true, waitSeconds: 0, error: null };
  const waitSeconds = nextTryInSeconds({ ...telling, attempts: delivery.attempts + 1 });
  return {
    ...{ id, wasTried: true, error: telling.why, waitSeconds: waitSeconds ?? 0 },
    status: waitSeconds === null ? 'failed' : 'pending',
  };
};

/**
 * Tells what is due, all at once, and writes down how each ended. Whoever is killed in between tells it again: a receiver knows it by the
 * message's id.
 */
export const tellAlerts = async <Sealed>(ports: TellPorts<Sealed>): Promise<Result<readonly Ended[]>> => {
  const claimed = await ports.claim();
  if (!claimed.ok) return claimed;
  const { due, minuteOfDay } = claimed.value;
  if (due.length === 0) return ok([]);
  const ends = await Promise.all(
    turnsOf(due, minuteOfDay).map(async ([delivery, turn]): Promise<Ended> => {
      if (turn.kind === 'send') return told(ports, delivery);
      const [status, waitSeconds] =
        turn.kind === 'wait' ? (['pending', turn.seconds] as const) : (['dropped', 0] as const);
      return { id: delivery.id, status, wasTried: false, waitSeconds, error: null };
    }),
  );
  const ended = await ports.end(ends);
  return ended.ok ? ok(ends) : ended;
};
