// The site, in a process of its own so that its work is not ours. Bare sockets: a server that costs more than the crawler
// would hide what is measured. Speaks what the contenders speak: GET, keep-alive, If-None-Match.
import { createServer } from 'node:net';
import { DIFFERENT, HEAD, middleOf, TAIL, weChatPage } from './pages.mjs';

const END = '\r\n\r\n';
const kept = new Map();

const bytesOf = (n) => {
  const known = kept.get(n);
  if (known) return known;
  const middle = middleOf(n);
  const bytes = Buffer.concat([HEAD, middle, TAIL]);
  const answer = Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\netag: "${n}"\r\ncontent-length: ${bytes.length}${END}`),
    bytes,
  ]);
  kept.set(n, answer);
  return answer;
};

for (let n = 0; n < DIFFERENT; n += 1) bytesOf(n);
const wechat = weChatPage();
const WECHAT = Buffer.concat([
  Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: ${wechat.length}${END}`),
  wechat,
]);
const UNCHANGED = Buffer.from(`HTTP/1.1 304 Not Modified\r\netag: "x"${END}`);
const NONE = Buffer.from(`HTTP/1.1 404 Not Found\r\ncontent-length: 0${END}`);

const answerTo = (head) => {
  const path = head.slice(4, head.indexOf(' ', 4));
  if (path === '/wechat') return WECHAT;
  if (!path.startsWith('/p/')) return NONE;
  return /\r\nif-none-match:/i.test(head) ? UNCHANGED : bytesOf(Number(path.slice(3)) % DIFFERENT);
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
