import { type AskJson, askJsonOf, type HttpService } from '../http/ask-json.ts';
import type { HttpCodes } from '../http/http-faults.ts';

const CODES: HttpCodes = {
  unavailable: 'prices-unavailable',
  limited: 'prices-limited',
  keyRefused: 'prices-key-refused',
  refused: 'prices-refused',
  malformed: 'prices-malformed',
};

export type PriceService = Omit<HttpService, 'codes' | 'answers'>;

/** Asks one price service. What goes wrong is a failure of prices. */
export const priceHttp = (service: PriceService): AskJson => askJsonOf({ ...service, codes: CODES });
