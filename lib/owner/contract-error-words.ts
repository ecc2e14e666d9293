/** What a custom error says in words: the sentence, and what to do next. `{name}` stands for the error's argument of that name. */
export type ErrorWords = readonly [sentence: string, next: string];

export const ASK_OWNER = 'Connect the wallet that owns the portfolio.';
export const BOT_TRIES_AGAIN = 'Nothing to do: the bot looks again at its next check.';
export const TAKER_ONLY = 'Nothing to do: only who fills the order meets this.';
export const REPORT = 'This should not happen from this page: nothing was moved. Report it with the details.';
