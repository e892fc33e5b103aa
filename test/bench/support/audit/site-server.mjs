// The site, in a process of its own so that its work is not ours. Bare sockets: a server that costs more than the crawler
// would hide what is measured. Speaks what the contenders speak: GET, keep-alive, If-None-Match.
import { createServer } from 'node:net';
import { DIFFERENT, HEAD, middleOf, TAIL, weChatPage } from './pages.mjs';

const END = '\r\n\r\n';

const answerOf = (bytes, etag) =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n${etag}content-length: ${bytes.length}${END}`),
    bytes,
  ]);

const bodies = Array.from({ length: DIFFERENT }, (_, n) => Buffer.concat([HEAD, middleOf(n), TAIL]));
const marked = bodies.map((bytes, n) => answerOf(bytes, `etag: "${n}"\r\n`));
/** `/p/7` knows what it showed; `/h/7` is the same page of a server that does not, so that only its bytes tell. */
const PAGES = {
  p: (n) => marked[n],
  h: (n) => answerOf(bodies[n], ''),
  w: (n) => answerOf(weChatPage(n), ''),
};
const UNCHANGED = Buffer.from(`HTTP/1.1 304 Not Modified\r\netag: "x"${END}`);
const NONE = Buffer.from(`HTTP/1.1 404 Not Found\r\ncontent-length: 0${END}`);

const answerTo = (head) => {
  const path = head.slice(4, head.indexOf(' ', 4));
  const page = PAGES[path[1]];
  if (!page || path[2] !== '/') return NONE;
  return /\r\nif-none-match:/i.test(head) ? UNCHANGED : page(Number(path.slice(3)) % DIFFERENT);
};

const server = createServer({ noDelay: true }, (socket) => {
  let rest = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (let end = rest.indexOf(END); end >= 0; end = rest.indexOf(END)) {
      socket.write(answerTo(rest.slice(0, end)));
      rest = rest.slice(end + END.length);
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('disconnect', () => process.exit(0));
