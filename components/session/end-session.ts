import { askSession, sessionLeft } from './session-store.ts';

const away = (): never => {
  throw new Error('The server does not answer: it may still hold you to be signed in. Try again.');
};

/** Read by hand: every page that knows who is signed in carries this. @throws where it is none */
const csrfTokenOf = (answer: unknown): string => {
  const token =
    typeof answer === 'object' && answer !== null && 'csrfToken' in answer ? answer.csrfToken : null;
  return typeof token === 'string' ? token : away();
};

const endOnServer = async (): Promise<void> => {
  const asked = await fetch('/api/auth/csrf', { cache: 'no-store' }).catch(away);
  const csrfToken = csrfTokenOf(await asked.json());
  const answer = await fetch('/api/auth/signout', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ csrfToken }),
  }).catch(away);
  if (!answer.ok) throw new Error(`The server refused to sign you out (HTTP ${answer.status}). Try again.`);
};

/**
 * Ends this browser's session: in every tab at once, then in its row and its cookie. Where the server doesn't do its part, who is signed
 * in is asked anew, so that no page says less than is true. @throws then, with what to do
 */
export async function endSession(why: 'signed-out' | 'other-account'): Promise<void> {
  sessionLeft(why);
  try {
    await endOnServer();
  } catch (error) {
    await askSession();
    throw error;
  }
}

/** Ends every session of this person, on every device. @throws where the server doesn't */
export async function endEverySession(): Promise<void> {
  const answer = await fetch('/api/sessions', { method: 'DELETE' }).catch(away);
  if (!answer.ok) throw new Error(`The server refused to sign you out (HTTP ${answer.status}). Try again.`);
  sessionLeft('signed-out');
}
