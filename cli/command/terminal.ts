/** Where a command speaks: results to `out`, all else to `error`, a line at a time. */
export type Terminal = { readonly out: (text: string) => void; readonly error: (text: string) => void };

/** Standard output and standard error of this process. */
export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
};

/** Waits until a reader has taken what was written to standard output: whoever writes much would else keep all of it in memory. */
export const outputFlushed = (): Promise<void> =>
  new Promise((done) => {
    process.stdout.write('', () => done());
  });

/** Where progress may be drawn. */
export type ProgressScreen = { readonly isTTY?: boolean; write(text: string): unknown };

const WIDTH = 24;
const PAUSE_MS = 80;

/**
 * A bar of done/total with the time left, redrawn in place. On anything but a terminal it stays silent, so that logs and pipes keep clean.
 */
export const progressBar = (screen: ProgressScreen, total: number) => {
  const start = performance.now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update: (done: number): void => {
      const now = performance.now();
      if (screen.isTTY !== true || (done < total && now - drawnAt < PAUSE_MS)) return;
      drawnAt = now;
      const filled = Math.round((done / total) * WIDTH);
      const left = done === 0 ? 0 : ((now - start) / done) * (total - done);
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
      screen.write(`\r${bar} ${done}/${total}, ${(left / 1_000).toFixed(0)} s left \u001b[K`);
    },
    clear: (): void => {
      if (screen.isTTY === true) screen.write('\r\u001b[K');
    },
  };
};

/** A reader that has seen enough (`… | head`) closes the pipe: that ends the command, and is no fault of it. */
export const endQuietlyWithoutReader = (output: NodeJS.WriteStream): void => {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
};

/** Columns side by side: the first to the left, the others to the right. */
export const textTable = (rows: readonly (readonly string[])[]): string => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
};
