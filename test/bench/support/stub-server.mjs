// The platform: takes a POST and answers at once, in a process of its own so that its work is not ours.
import { createServer } from 'node:http';

/** Under `/slow` every call takes so long; under `/dead` the connection breaks. */
const SLOW_MS = 30_000;

let posts = 0;
const server = createServer((request, response) => {
  posts += 1;
  if (request.url.startsWith('/dead')) {
    request.socket.destroy();
    return;
  }
  request.resume();
  request.on('end', () => {
    const answer = () => {
      response.setHeader('content-type', 'application/json');
      response.end(`{"id":"${posts}"}`);
    };
    if (request.url.startsWith('/slow')) setTimeout(answer, SLOW_MS);
    else answer();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('disconnect', () => process.exit(0));
