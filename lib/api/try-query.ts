import { z } from 'zod';

/** More of it than anybody is shown. */
const ADDRESS_TEXT_MAX = 200;

/** What the address of the page says on which somebody's holdings are tried. What can't be read counts as not said, but for the address. */
export const tryQuerySchema = z.object({
  chain: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
  address: z
    .string()
    .transform((text) => (text.trim() === '' ? undefined : text.slice(0, ADDRESS_TEXT_MAX)))
    .optional()
    .catch(undefined),
});
export type TryQuery = z.output<typeof tryQuerySchema>;
