/** What stands before an index account is made and on every page of it. */
export const CUSTODY_SENTENCES = [
  'Whoever holds the server’s key can move everything in an index account, at once, to anywhere.',
  'No contract limits it.',
  'What limits it is our code and the cap that you set.',
] as const;

/** What somebody has to say, word for word, before an account is made for them. */
export const CUSTODY_CONFIRMATION = "Whoever holds the server's key can move everything in this account.";
