import { randomUUID } from 'node:crypto';
import type { Bug, Frame } from './bug-of-line.ts';

/** Where and of what build a bug is told. */
export type Origin = {
  /** Null where nobody has said. */
  readonly release: string | null;
  readonly environment: string;
};

const isOurs = ({ filename }: Frame): boolean => !/node_modules|^node:/.test(filename);

const eventOf = (bug: Bug, repeats: number, { release, environment }: Origin) => ({
  ...{ timestamp: bug.time, platform: 'node', level: 'error', logger: bug.event },
  ...(release === null ? {} : { release }),
  environment,
  tags: { ...bug.tags, event: bug.event },
  contexts: { bug: { type: 'bug', repeats } },
  exception: {
    values: [
      {
        ...{ type: bug.type, value: bug.message, mechanism: { type: 'generic', handled: true } },
        ...(bug.frames.length === 0
          ? {}
          : {
              stacktrace: {
                // The protocol has the innermost last.
                frames: bug.frames.toReversed().map((frame) => ({
                  filename: frame.filename,
                  ...(frame.function === null ? {} : { function: frame.function }),
                  ...{ lineno: frame.line, colno: frame.column, in_app: isOurs(frame) },
                })),
              },
            }),
      },
    ],
  },
});

/** One event in an envelope of Sentry's (develop.sentry.dev/sdk/foundations/envelopes): lines of JSON, the last as long as the one before says. */
export const envelopeOf = (bug: Bug, repeats: number, origin: Origin): string => {
  const eventId = randomUUID().replaceAll('-', '');
  const event = JSON.stringify({ event_id: eventId, ...eventOf(bug, repeats, origin) });
  const header = { event_id: eventId, sent_at: new Date().toISOString() };
  const item = { type: 'event', content_type: 'application/json', length: Buffer.byteLength(event) };
  return `${JSON.stringify(header)}\n${JSON.stringify(item)}\n${event}\n`;
};
