import { connect, createServer, type Socket } from 'node:net';

/** What a client has asked of the database so far. */
export type Asked = {
  /** Statements that were run. */
  readonly statements: number;
  /** Statements that were sent as text to be parsed and planned. */
  readonly texts: number;
};

export type CountedPostgres = {
  /** The given URL, by way of here. */
  readonly url: string;
  readonly asked: () => Asked;
  /** The settings that the connections so far began with. */
  readonly beginnings: () => readonly string[];
  readonly stop: () => void;
};

const SIMPLE_QUERY = 'Q';
const EXECUTE = 'E';
const PARSE = 'P';

/** Splits what a client sends into messages: the first has a length alone, each further one a letter before it. */
const readMessages = (onMessage: (kind: string | null, body: Buffer) => void) => {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const at = isFirst ? 0 : 1;
      if (rest.length < at + 4) return;
      const end = at + rest.readInt32BE(at);
      if (rest.length < end) return;
      onMessage(isFirst ? null : String.fromCharCode(rest[0] ?? 0), rest.subarray(at + 4, end));
      rest = rest.subarray(end);
      isFirst = false;
    }
  };
};

/** Stands between a client and Postgres, changes nothing, and counts what the client asks (without TLS). */
export const countedPostgres = async (target: string): Promise<CountedPostgres> => {
  const { hostname, port } = new URL(target);
  let [statements, texts] = [0, 0];
  const beginnings: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    for (const one of [client, database]) {
      open.add(one);
      one.on('error', () => one.destroy());
    }
    client.on(
      'data',
      readMessages((kind, body) => {
        if (kind === null) beginnings.push(body.toString('latin1'));
        if (kind === SIMPLE_QUERY || kind === EXECUTE) statements += 1;
        if (kind === SIMPLE_QUERY || kind === PARSE) texts += 1;
      }),
    );
    client.pipe(database).pipe(client);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const url = new URL(target);
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    url: url.href,
    asked: () => ({ statements, texts }),
    beginnings: () => beginnings,
    stop: () => {
      for (const one of open) one.destroy();
      server.close();
    },
  };
};
