// A server that misbehaves by path, and counts: node misbehave.js PORT COUNTS_PORT
//   /drop/fin, /drop/rst   every 10th request loses its connection without an answer
//   /slow                  every 25th answer is a 504 after one second
//   /bare-lf               lines end with LF alone
//   /hang                  no answer
//   /login                 401 with a body
//   /stop                  an answer, and from the 50th on nobody listens
//   anything else          404
// COUNTS_PORT answers with what was seen and dropped of each path, as JSON.
const http = require('node:http');
const [port, countsPort] = process.argv.slice(2).map(Number);
const counts = {};
const sockets = new Set();

const server = http.createServer((request, answer) => {
  const count = (counts[request.url] ??= { seen: 0, dropped: 0 });
  count.seen++;
  request.resume();
  request.on('end', () => {
    const number = count.seen;
    switch (request.url) {
      case '/drop/fin':
      case '/drop/rst':
        if (number % 10 === 0) {
          count.dropped++;
          return request.url === '/drop/fin' ? request.socket.end() : request.socket.resetAndDestroy();
        }
        return answer.end('ok');
      case '/slow':
        if (number % 25 === 0) {
          count.dropped++;
          return setTimeout(() => answer.writeHead(504).end('upstream timed out'), 1000);
        }
        return answer.end('ok');
      case '/bare-lf':
        return request.socket.write('HTTP/1.1 200 OK\nContent-Length: 2\n\nok');
      case '/hang':
        return;
      case '/login':
        return answer.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":"INVALID_CREDENTIALS"}');
      case '/stop':
        answer.end('ok');
        if (number === 50) {
          server.close();
          setImmediate(() => sockets.forEach(socket => socket.end()));
        }
        return;
      default:
        answer.writeHead(404).end('no such page');
    }
  });
});
server.on('connection', socket => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => {});
});
server.listen(port, '127.0.0.1', () =>
  http.createServer((request, answer) => answer.end(JSON.stringify(counts))).listen(countsPort, '127.0.0.1'));
