import type { Band, Policy, Trigger, TriggerKind } from '../../lib/engine/policy.ts';
import { formatUtcTime } from '../../lib/time/utc.ts';

const percent = (bps: number): string =>
  `${(bps / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
const points = (bps: number): string =>
  `${(bps / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} pp`;

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

function counted(seconds: number): { readonly count: number; readonly name: string } {
  const [size, name] = UNITS.find(([unit]) => seconds % unit === 0) ?? [1, 'second'];
  return { count: seconds / size, name };
}

function every(seconds: number): string {
  const { count, name } = counted(seconds);
  return count === 1 ? `every ${name}` : `every ${count} ${name}s`;
}

function span(seconds: number): string {
  const { count, name } = counted(seconds);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

function bandText(band: Band): string {
  switch (band.kind) {
    case 'absolute':
      return `an asset is ${points(band.bandBps)} off its target`;
    case 'relative':
      return `an asset is ${percent(band.bandBps)} off its target value`;
    case 'hybrid':
      return `an asset is ${percent(band.relativeBps)} of its target off, at least ${points(band.floorBps)}`;
  }
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function dated(
  day: string,
  { secondOfDay, band }: Extract<Trigger, { readonly kind: 'weekly' | 'monthly' }>,
): string {
  const from = secondOfDay === 0 ? '' : ` from ${formatUtcTime(secondOfDay)} UTC`;
  return `${day}${from}${band === null ? '' : ` if ${bandText(band)}`}`;
}

const CALENDARS: readonly TriggerKind[] = ['calendar', 'calendar-band', 'weekly', 'monthly'];

function triggerText(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'calendar':
      return every(trigger.intervalSeconds);
    case 'calendar-band':
      return `${every(trigger.intervalSeconds)} if ${bandText(trigger.band)}`;
    case 'weekly':
      return dated(`every ${WEEKDAYS[trigger.weekday]}`, trigger);
    case 'monthly':
      return dated(`on day ${trigger.dayOfMonth} of every month`, trigger);
    case 'volatility-band':
      return `${bandText(trigger.band)}, wider when markets swing`;
    case 'cash-flow':
      return `money comes or goes (from ${percent(trigger.flowBpsMin)})`;
    default:
      return bandText(trigger);
  }
}

/** What makes a portfolio trade, in one line: "Trades when an asset is 5 pp off its target". */
export function policyText(policy: Policy): string {
  const isWhen = policy.triggers.some(({ kind }) => !CALENDARS.includes(kind));
  const { inParts } = policy.orderTerms;
  const parts =
    inParts === null ? '' : `; each trade in ${inParts.parts} parts over ${span(inParts.overSeconds)}`;
  return `Trades ${isWhen ? 'when ' : ''}${policy.triggers.map(triggerText).join(', or ')}${parts}`;
}
