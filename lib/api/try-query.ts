import { z } from 'zod';

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
    .max(200)
    .transform((text) => (text.trim() === '' ? undefined : text))
    .optional()
    .catch(undefined),
});
export type TryQuery = z.output<typeof tryQuerySchema>;
