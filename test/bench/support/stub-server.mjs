// The platform: takes a POST and answers at once, in a process of its own so that its work is not ours.
import { createServer } from 'node:http';

let posts = 0;
const server = createServer((request, response) => {
  posts += 1;
  request.resume();
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(`{"id":"${posts}"}`);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('disconnect', () => process.exit(0));
