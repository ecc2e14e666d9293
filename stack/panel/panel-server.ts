import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { PANEL_POLICY, panelPage } from './panel-page.ts';

/** What a panel can do, by name: a body in, a sentence for the person out. Throws with a sentence where it can't. */
export type PanelActions = Readonly<Record<string, (body: unknown) => Promise<string>>>;

export type PanelSight = { readonly read: () => Promise<unknown>; readonly actions: PanelActions };

const BODY_BYTES_MAX = 64 * 2 ** 10;

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString();
    if (text.length > BODY_BYTES_MAX) throw new Error('The request is too large.');
  }
  return JSON.parse(text === '' ? '{}' : text);
};

const say = (response: ServerResponse, status: number, body: unknown): void => {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
};

/**
 * Whether a request comes from the panel's own page. A name that only points at this machine has another host (DNS rebinding); a page of
 * another site has another origin, and without a preflight, which nobody answers here, it can't send JSON.
 */
const isOwn = ({ headers, method }: IncomingMessage, port: number): boolean => {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return false;
  if (headers['sec-fetch-site'] !== undefined && !['same-origin', 'none'].includes(headers['sec-fetch-site']))
    return false;
  if (method === 'GET') return true;
  const isOwnOrigin = hosts.some((host) => headers.origin === `http://${host}`);
  return isOwnOrigin && headers['content-type'] === 'application/json';
};

const act = async (
  actions: PanelActions,
  name: string,
  request: IncomingMessage,
): Promise<[number, unknown]> => {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) return [404, { said: 'There is no such thing to do.' }];
  try {
    return [200, { said: await action(await readBody(request)) }];
  } catch (error) {
    const said =
      error instanceof z.ZodError
        ? `That can’t be read: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}.`
        : error instanceof Error
          ? error.message
          : String(error);
    return [422, { said }];
  }
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  sight: PanelSight,
): Promise<void> => {
  const path = new URL(request.url ?? '/', 'http://panel').pathname;
  if (request.method === 'GET' && path === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...PANEL_POLICY }).end(panelPage);
    return;
  }
  if (request.method === 'GET' && path === '/state') return say(response, 200, await sight.read());
  if (request.method !== 'POST') return say(response, 404, { said: 'There is no such page.' });
  say(response, ...(await act(sight.actions, path.slice(1), request)));
};

/** Opens the developer panel on the loopback address, for its own page alone. Rejects when the port is taken. */
export const openPanel = (port: number, sight: PanelSight): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      if (!isOwn(request, port)) {
        say(response, 403, { said: 'Only the panel’s own page may ask this.' });
        return;
      }
      serve(request, response, sight).catch((error: unknown) => {
        if (!response.headersSent)
          say(response, 503, { said: error instanceof Error ? error.message : 'gone' });
      });
    });
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
