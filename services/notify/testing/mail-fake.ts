import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A reply in place of the server's own to a command that begins so; `silence` = none. */
type MailFault = { readonly to: string; readonly reply: string } | 'silence' | 'reset' | null;

export type MailFake = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly mails: { readonly to: readonly string[]; readonly raw: string }[];
  readonly fault: { current: MailFault };
  readonly close: () => Promise<void>;
};

const LINE_LENGTH_MAX = 998;
const REQUIRED = ['From', 'To', 'Subject', 'Date', 'Message-ID'] as const;

/** What RFC 5322 asks of a message; null = nothing is wrong. */
const faultOf = (raw: string): string | null => {
  const lines = raw.split('\r\n');
  if (/[^\r]\n|\r[^\n]/.test(raw)) return '554 bare line ending';
  if (lines.some((line) => line.length > LINE_LENGTH_MAX)) return '554 line too long';
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  if (Buffer.from(head, 'binary').some((byte) => byte > 127)) return '554 header not ASCII';
  const missing = REQUIRED.find(
    (name) => (head.match(new RegExp(`^${name}: \\S`, 'gim')) ?? []).length !== 1,
  );
  return missing === undefined ? null : `554 ${missing} must stand once`;
};

/** SMTP in so far as a mail of ours needs it: EHLO, AUTH PLAIN, MAIL, RCPT, DATA in this order, and nobody without a log-in. */
export const startMailFake = async (): Promise<MailFake> => {
  const [user, password] = ['alerts@example.org', 'a password: with @ and /'];
  const mails: MailFake['mails'] = [];
  const fault: MailFake['fault'] = { current: null };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let [isIn, isData, buffered] = [false, false, ''];
    let to: string[] = [];
    const say = (line: string) => socket.write(`${line}\r\n`);
    const answer = (line: string): string => {
      const [command = ''] = line.split(/[ :]/);
      if (/^(EHLO|HELO)$/i.test(command)) return '250-fake\r\n250-8BITMIME\r\n250 AUTH PLAIN';
      if (/^AUTH$/i.test(command)) {
        const expected = Buffer.from(`\0${user}\0${password}`).toString('base64');
        isIn = line === `AUTH PLAIN ${expected}`;
        return isIn ? '235 in' : '535 5.7.8 wrong';
      }
      if (/^QUIT$/i.test(command)) return '221 bye';
      if (!isIn) return '530 5.7.0 log in first';
      if (/^MAIL$/i.test(command)) return '250 ok';
      if (/^RCPT$/i.test(command)) {
        to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
        return '250 ok';
      }
      if (/^DATA$/i.test(command) && to.length > 0) {
        isData = true;
        return '354 go on';
      }
      return '503 5.5.1 out of order';
    };
    const take = (raw: string): void => {
      const wrong = faultOf(raw);
      if (wrong === null) mails.push({ to, raw });
      [isData, to] = [false, []];
      say(wrong ?? '250 taken');
    };
    const onLine = (line: string): void => {
      const { current } = fault;
      if (current !== null && typeof current === 'object' && line.startsWith(current.to))
        return void say(current.reply);
      say(answer(line));
    };
    socket.on('data', (bytes) => {
      buffered += bytes.toString('binary');
      for (;;) {
        const end = isData ? buffered.indexOf('\r\n.\r\n') : buffered.indexOf('\r\n');
        if (end < 0) return;
        const part = buffered.slice(0, end);
        buffered = buffered.slice(end + (isData ? 5 : 2));
        if (isData) take(part);
        else onLine(part);
      }
    });
    socket.on('error', () => undefined);
    if (fault.current === 'reset') return void socket.destroy();
    if (fault.current !== 'silence') say('220 fake');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    ...{ port: (server.address() as AddressInfo).port, user, password, mails, fault },
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
};
