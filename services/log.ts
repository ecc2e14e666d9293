import { type DestinationStream, type Logger, pino } from 'pino';
import type { Env } from './env.ts';
import { Secret } from './secret.ts';

export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'child'>;

/** Shorter pieces would blot out ordinary words. */
const PIECE_LENGTH_MIN = 6;

/** Keys whose values are hidden whatever they hold, at the top and one level below. */
const HIDDEN_KEYS = ['privateKey', 'password', 'secret', 'authorization', 'cookie', 'apiKey'];

/** Credentials that reach a line without being ours to know: somebody's bearer token, a database URL in a foreign error. */
const FOREIGN_CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[a-z0-9._~+/=-]{4,}/gi, '$1 [secret]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"\\:]*:[^\s/@"\\]*@/gi, '$1[secret]@'],
];

const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1);

function piecesOf(secret: Secret): readonly string[] {
  const value = secret.reveal();
  const pieces = [value];
  if (/^0x[0-9a-fA-F]{64}$/.test(value)) pieces.push(value.slice(2));
  if (URL.canParse(value)) {
    const url = new URL(value);
    pieces.push(url.password, decodeURIComponent(url.password));
    // Node providers put their key into the path or the query.
    for (const part of [...url.pathname.split('/'), ...url.searchParams.values()])
      if (part.length >= 16) pieces.push(part);
  }
  return pieces.filter((piece) => piece.length >= PIECE_LENGTH_MIN).map(jsonText);
}

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Replaces every known secret, and everything that looks like a credential, in a line of output. */
export function createScrubber(secrets: readonly Secret[]): (line: string) => string {
  const pieces = [...new Set(secrets.flatMap(piecesOf))].sort((a, b) => b.length - a.length);
  const known = pieces.length === 0 ? null : new RegExp(pieces.map(escapeForPattern).join('|'), 'gi');
  return (line) => {
    const ours = known === null ? line : line.replace(known, '[secret]');
    return FOREIGN_CREDENTIALS.reduce((text, [pattern, shown]) => text.replace(pattern, shown), ours);
  };
}

/** Every secret the environment holds. */
export function secretsOf(env: Env): readonly Secret[] {
  const inside = (value: unknown): readonly Secret[] => {
    if (value instanceof Secret) return [value];
    return value !== null && typeof value === 'object' ? Object.values(value).flatMap(inside) : [];
  };
  return inside(env);
}

export type LogOptions = {
  readonly level: Env['logLevel'];
  /** Their values never reach the output, wherever they appear. */
  readonly secrets: readonly Secret[];
  readonly destination?: DestinationStream;
  /** Given each line as it is written. */
  readonly tell?: (line: string) => void;
};

const FRAMES_MAX = 30;

/** A bug as fields of its log line: the kind of error, its words, and where it was thrown. A line with a stack is one of a bug. */
export const bugFields = (thrown: unknown) =>
  thrown instanceof Error
    ? {
        type: thrown.name,
        why: `${thrown.name}: ${thrown.message}`,
        stack: (thrown.stack ?? '')
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line.startsWith('at '))
          .slice(0, FRAMES_MAX),
      }
    : { type: 'unknown', why: 'something else than an error', stack: [] };

/** JSON lines on standard error (standard output belongs to a command's result), scrubbed of secrets. */
export function createLog({ level, secrets, destination, tell }: LogOptions): Log {
  const scrub = createScrubber(secrets);
  const out = destination ?? process.stderr;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: HIDDEN_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
    },
    {
      write: (line: string) => {
        const scrubbed = scrub(line);
        out.write(scrubbed);
        tell?.(scrubbed);
      },
    },
  );
}
