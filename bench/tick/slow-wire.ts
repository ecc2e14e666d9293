import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

// A database that is a network away: `node slow-wire.ts PORT DELAY_MS` passes bytes on to a local port, each way half of the delay later.

const [port = '', delayMs = ''] = process.argv.slice(2);

const passOn = (from: Socket, to: Socket): void => {
  from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), Number(delayMs) / 2));
  from.on('close', () => setTimeout(() => to.destroy(), Number(delayMs) / 2));
  from.on('error', () => to.destroy());
};

if (process.send !== undefined) {
  const server = createServer((client) => {
    const database = connect(Number(port), '127.0.0.1');
    client.setNoDelay(true);
    database.setNoDelay(true);
    passOn(client, database);
    passOn(database, client);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
