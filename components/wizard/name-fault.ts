import { nameField } from '../../lib/api/fields.ts';

/** What is wrong with a name, as the server will have it, in a sentence; null: nothing, or nothing typed yet. */
export const nameFault = (name: string): string | null =>
  name.trim() === '' || nameField.safeParse(name.trim()).success
    ? null
    : 'A name has letters, digits, emoji and plain punctuation: no < > ; " ` = { } and no “--”.';
