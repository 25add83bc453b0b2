// An echo server on Node's net module. Prints its port.
const net = require("net");
const server = net.createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on("error", () => socket.destroy());
  socket.pipe(socket);
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => console.log(server.address().port));
