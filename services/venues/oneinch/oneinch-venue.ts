import type { HttpCodes } from '../../http/http-faults.ts';

/** What goes wrong with 1inch, as failures of a venue. */
export const VENUE_CODES: HttpCodes = {
  unavailable: 'venue-unavailable',
  limited: 'venue-limited',
  keyRefused: 'venue-key-refused',
  refused: 'venue-refused',
  malformed: 'venue-malformed',
};
