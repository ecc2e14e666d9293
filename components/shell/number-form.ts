/** How numbers may be written, by the language whose way it is; `en` is how the server writes them. */
export const NUMBER_FORMS = ['en', 'de', 'fr', 'de-CH', 'en-IN'] as const;
export type NumberForm = (typeof NUMBER_FORMS)[number];

/** What a cookie says, or the server's own form when it says nothing we know. */
export const parseNumberForm = (text: string | undefined): NumberForm =>
  NUMBER_FORMS.find((form) => form === text) ?? 'en';

/** Told on `window` once another form was chosen. */
export const NUMBERS_CHOSEN = 'numbers-chosen';
