// Loopback ports.
import { createServer } from 'node:net';

function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const chosen = server.address().port;
      server.close(() => resolve(chosen));
    });
  });
}

/** A port nobody uses now. */
export const freePort = () => listen(0);

/** Whether nobody uses the port now. */
export const isFree = (port) =>
  listen(port).then(
    () => true,
    () => false,
  );
