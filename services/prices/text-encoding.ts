/** How the bytes of a file are text. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What a file is by its first bytes: text of an encoding, or something that holds no text, with what to do about it. */
export type FileKind =
  | { readonly kind: 'text'; readonly encoding: TextEncoding }
  | { readonly kind: 'other'; readonly what: string };

/** First bytes of files that are no text, as latin letters, and what to do with such a file. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\x1f\x8b', 'is compressed (gzip): unpack it first, gunzip FILE'],
  ['PK\x03\x04', 'is a zip archive or an Excel workbook: unpack it, or save the sheet as CSV'],
  ['BZh', 'is compressed (bzip2): unpack it first, bunzip2 FILE'],
  ['\x28\xb5\x2f\xfd', 'is compressed (zstd): unpack it first, unzstd FILE'],
  ['\xfd7zXZ', 'is compressed (xz): unpack it first, unxz FILE'],
  ['7z\xbc\xaf', 'is a 7-Zip archive: unpack it first'],
  ['\xd0\xcf\x11\xe0', 'is an Excel workbook: save the sheet as CSV'],
  ['PAR1', 'is a Parquet file: write it as CSV first'],
  ['ARROW1', 'is a Feather or Arrow file: write it as CSV first'],
  ['SQLite format 3', 'is an SQLite database: export its table as CSV'],
  ['%PDF', 'is a PDF: get the prices as CSV'],
];

const latin = (bytes: Uint8Array, length: number): string =>
  String.fromCharCode(...bytes.subarray(0, length));

/** Zero bytes at even and at odd places of the first bytes. */
const zeros = (bytes: Uint8Array): readonly [even: number, odd: number] => {
  const count: [number, number] = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) count[index % 2 === 0 ? 0 : 1] += 1;
  return count;
};

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    // A character that the end of the head cuts in two is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** Told by the byte order mark, else by the zero bytes of UTF-16, else by whether it is UTF-8. */
export const fileKindOf = (head: Uint8Array): FileKind => {
  const start = latin(head, 16);
  const signature = SIGNATURES.find(([bytes]) => start.startsWith(bytes));
  if (signature !== undefined) return { kind: 'other', what: signature[1] };
  if (start.startsWith('\xff\xfe')) return { kind: 'text', encoding: 'utf-16le' };
  if (start.startsWith('\xfe\xff')) return { kind: 'text', encoding: 'utf-16be' };
  const [even, odd] = zeros(head);
  const half = head.length / 4;
  if (odd > half && even === 0) return { kind: 'text', encoding: 'utf-16le' };
  if (even > half && odd === 0) return { kind: 'text', encoding: 'utf-16be' };
  if (even + odd > 0) return { kind: 'other', what: 'is not text: give a CSV or JSON file of prices' };
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(latin(head, 64)))
    return { kind: 'other', what: 'is a web page or XML: download the prices as CSV' };
  return { kind: 'text', encoding: isUtf8(head) ? 'utf-8' : 'windows-1252' };
};
