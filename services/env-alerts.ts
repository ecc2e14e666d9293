import { isIP } from 'node:net';
import { z } from 'zod';

/** The variables of what people and other machines are told of. */
export const ALERT_VARIABLES = {
  ALERT_PRIVATE_ADDRESSES: z
    .string()
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine((list) => list.every((part) => isIP(part) !== 0), 'must be IP addresses with commas between them')
    .optional(),
};

type AlertVariables = z.output<z.ZodObject<typeof ALERT_VARIABLES>>;

export type AlertSettings = {
  /** Of a private network, that people's webhooks may reach all the same. */
  readonly privateAddresses: readonly string[];
};

export const alertSettingsOf = (parsed: AlertVariables): AlertSettings => ({
  privateAddresses: parsed.ALERT_PRIVATE_ADDRESSES ?? [],
});
