import { priceCsvLines } from '../../lib/prices/price-file.ts';
import { ok, type Result } from '../../lib/result.ts';
import { loadPrices } from '../price-argument.ts';
import type { ConvertWork } from './read-work.ts';
import { writeNewFile } from './write-new-file.ts';

/** Price files of any known shape as one in the project's own form: what goes to stdout, and remarks for stderr. */
export const convertPrices = ({
  files,
  wish,
  out,
}: ConvertWork): Result<{
  readonly text: string;
  readonly remarks: readonly string[];
}> => {
  const file = loadPrices(files, wish, 'convert');
  if (!file.ok) return file;
  const csv = [...priceCsvLines(file.value)].join('\n');
  const remarks = file.value.notes ?? [];
  if (out === null) return ok({ text: csv, remarks });
  const saved = writeNewFile(out, `${csv}\n`);
  if (!saved.ok) return saved;
  return ok({
    text: `${file.value.rows.length} rows of ${file.value.columns.length} assets written to ${out}`,
    remarks,
  });
};
