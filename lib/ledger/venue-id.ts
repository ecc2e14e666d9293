import { z } from 'zod';

/** Where a leg can be executed. A new venue is a word here, a folder, a line in the registry and the contract suite. */
export const VENUE_IDS = ['order-book'] as const;
export type VenueId = (typeof VENUE_IDS)[number];

/** Rows written before venues had one vocabulary. */
const FORMER_WORDS: Readonly<Record<string, VenueId>> = { book: 'order-book' };

/** A venue as it is stored, by its present word or a former one. */
export const venueSchema = z
  .string()
  .transform((word) => FORMER_WORDS[word] ?? word)
  .pipe(z.enum(VENUE_IDS));
