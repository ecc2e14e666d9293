import { z } from 'zod';
import { type PortfolioListDto, portfolioListQuerySchema } from './portfolio-list-dto.ts';

/** A row's version, short enough for fifty of them to fit into an address. */
const rowVersion = z.string().regex(/^[\w-]{1,22}$/);

const knownRows = z
  .string()
  .max(4_000)
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .pipe(z.array(z.string().regex(/^[1-9]\d{0,17}:[\w-]{1,22}$/)).max(100))
  .transform((parts) => new Map(parts.map((part) => [part.split(':')[0] ?? '', part.split(':')[1] ?? ''])));

/** Which page of the list, and what of it is on screen. Nonsense is as good as nothing. */
export const listChangesQuerySchema = portfolioListQuerySchema.extend({
  /** Of the whole list. */
  version: rowVersion.nullable().catch(null),
  /** `id:version` of each row, with commas between. */
  rows: knownRows.catch(new Map()),
});
export type ListChangesQuery = z.infer<typeof listChangesQuerySchema>;

/** A row in its place: with its content where that isn't on screen yet. */
export type ChangedRow = {
  readonly id: string;
  readonly version: string;
  readonly portfolio: PortfolioListDto['portfolios'][number] | null;
};

/** What of a page of the list is another than what is on screen; `list` is null when nothing is. `version` is null while nothing can be read. */
export type ListChangesDto = {
  readonly readAtSeconds: number;
  readonly version: string | null;
  readonly list:
    | (Omit<PortfolioListDto, 'portfolios' | 'rowVersions'> & { readonly rows: readonly ChangedRow[] })
    | null;
};
