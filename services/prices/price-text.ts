import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { fail, ok, type Result } from '../../lib/result.ts';
import { fileKindOf, type TextEncoding } from './text-encoding.ts';

/** A file of text that can be read from its beginning more than once, in pieces, so that its size is never held whole. */
export type PriceText = {
  /** The first characters, enough to see what the file is. */
  readonly head: string;
  /** Pieces of whole lines, without the last line's end; line ends are "\n". */
  readonly pieces: () => Iterable<string>;
  /** What was assumed about it, in plain sentences. */
  readonly notes: readonly string[];
};

const HEAD_BYTES = 65_536;
/** Cells of a piece live at once: of a small one they die young, and collecting garbage takes a third of the time. */
const PIECE_BYTES = 65_536;
const FILE_BYTES_MAX = 512 * 1_048_576;

function* bytesOfFile(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint8Array(PIECE_BYTES);
    for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer))
      yield buffer.subarray(0, size);
  } finally {
    closeSync(file);
  }
}

function* bytesOfMemory(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

type LinesEnd = {
  /** The place after the last line that ends outside of quotes; 0 when none does. */
  readonly end: number;
  /** Whether quotes are open at the end of the piece. */
  readonly quoted: boolean;
};

const endOfLines = (piece: string, wasQuoted: boolean): LinesEnd => {
  if (!piece.includes('"')) return { end: wasQuoted ? 0 : piece.lastIndexOf('\n') + 1, quoted: wasQuoted };
  let [end, quoted] = [0, wasQuoted];
  for (let index = 0; index < piece.length; index += 1) {
    const code = piece.charCodeAt(index);
    if (code === 34) quoted = !quoted;
    else if (code === 10 && !quoted) end = index + 1;
  }
  return { end, quoted };
};

/** Decoded text, its line ends as "\n"; a "\r" at the end of a piece waits for what follows it. */
function* decoded(bytes: Iterable<Uint8Array>, encoding: TextEncoding): Generator<string> {
  const decoder = new TextDecoder(encoding);
  let held = '';
  for (const piece of bytes) {
    const text = held + decoder.decode(piece, { stream: true });
    held = text.endsWith('\r') ? '\r' : '';
    const whole = held === '' ? text : text.slice(0, -1);
    yield whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
  }
  yield held === '' ? decoder.decode() : '\n';
}

/** Each character is looked at once, however long a line is: quotes that never end make one line of a whole file. */
function* wholeLines(pieces: Iterable<string>): Generator<string> {
  let [rest, quoted] = ['', false];
  for (const piece of pieces) {
    const found = endOfLines(piece, quoted);
    quoted = found.quoted;
    if (found.end > 0) yield rest + piece.slice(0, found.end - 1);
    rest = found.end > 0 ? piece.slice(found.end) : rest + piece;
  }
  if (rest !== '') yield rest;
}

const unreadable = (path: string, error: unknown): Result<never> => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
  return fail('price-file-unreadable', `${path} can't be read${why === '' ? '' : `: ${why}`}`);
};

/** A pipe can be read once only, so it is kept. */
const opened = (path: string): Result<() => Iterable<Uint8Array>> => {
  try {
    const status = statSync(path);
    if (status.size > FILE_BYTES_MAX) return fail('price-file-invalid', `${path} is larger than 512 MB`);
    if (status.isFile()) {
      closeSync(openSync(path, 'r'));
      return ok(() => bytesOfFile(path));
    }
    const bytes = readFileSync(path);
    return ok(() => bytesOfMemory(bytes));
  } catch (error) {
    return unreadable(path, error);
  }
};

const firstBytes = (bytes: Iterable<Uint8Array>): Uint8Array => {
  for (const piece of bytes) return piece.slice(0, HEAD_BYTES);
  return new Uint8Array();
};

/** Opens a file as text. Refused when it can't be read, is no text, or has a line that no table has. */
export const openPriceText = (path: string): Result<PriceText> => {
  const bytes = opened(path);
  if (!bytes.ok) return bytes;
  const first = firstBytes(bytes.value());
  const kind = fileKindOf(first);
  if (kind.kind === 'other') return fail('price-file-invalid', `${path} ${kind.what.replace('FILE', path)}`);
  const head = new TextDecoder(kind.encoding).decode(first, { stream: true }).replace(/\r\n?/g, '\n');
  const notes = kind.encoding === 'windows-1252' ? [`${path} is not UTF-8 and was read as Windows-1252`] : [];
  return ok({ head, pieces: () => wholeLines(decoded(bytes.value(), kind.encoding)), notes });
};
