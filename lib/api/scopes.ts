/** What a token of the API may be good for. `write` of portfolios also covers drafts. */
export const SCOPES = ['portfolios:read', 'portfolios:write', 'portfolios:run', 'system:read'] as const;
export type Scope = (typeof SCOPES)[number];
