// A TLS echo server on Node's tls module: certificate and key as arguments. Prints its port.
const fs = require("fs");
const tls = require("tls");
const [cert, key] = process.argv.slice(2).map((file) => fs.readFileSync(file));
const server = tls.createServer({ cert, key, noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on("error", () => socket.destroy());
  socket.pipe(socket);
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => console.log(server.address().port));
