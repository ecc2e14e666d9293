import type { WriteStream } from 'node:tty';

/** Where words for people go: standard error with --json, whose standard output is one line for programs. */
export type Say = (text: string) => void;

/** Words for people: lines that stay, and below them one that is written over. */
export type Screen = {
  readonly say: Say;
  /** What is true at the moment; shown on a terminal only, and never in what is piped. */
  readonly status: Say;
  /** Columns of the terminal; null in a pipe. */
  readonly columns: () => number | null;
};

type Output = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

const CLEAR_LINE = '\r\u001b[2K';

const cutTo = (text: string, columns: number): string =>
  text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;

/** The screen on a stream. */
export const screenOn = (stream: Output): Screen => {
  let shown = '';
  const draw = (text: string): void => {
    if (stream.isTTY !== true) return;
    // A full line would wrap, and a wrapped one can't be cleared.
    shown = cutTo(text, (stream.columns ?? 80) - 1);
    stream.write(`${CLEAR_LINE}${shown}`);
  };
  return {
    say: (text) => {
      const below = shown;
      stream.write(below === '' ? `${text}\n` : `${CLEAR_LINE}${text}\n${below}`);
    },
    status: draw,
    columns: () => (stream.isTTY === true ? (stream.columns ?? 80) : null),
  };
};

export const createScreen = (json: boolean): Screen => {
  // A reader that has gone away must not end the stack before it has stopped its processes.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return screenOn(json ? process.stderr : process.stdout);
};
