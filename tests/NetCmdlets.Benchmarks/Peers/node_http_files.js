// Serves the files of a folder on Node's http module, streamed. Prints its port.
const fs = require("fs");
const http = require("http");
const path = require("path");
const root = path.resolve(process.argv[2]);
const server = http.createServer((request, response) => {
  const file = path.join(root, path.normalize(decodeURIComponent(request.url)));
  fs.open(file, "r", (missing, descriptor) => {
    if (missing) {
      response.writeHead(404).end();
      return;
    }
    fs.fstat(descriptor, (error, stat) => {
      response.writeHead(200, {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": stat.size,
        "Last-Modified": stat.mtime.toUTCString(),
      });
      fs.createReadStream(null, { fd: descriptor }).pipe(response);
    });
  });
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => console.log(server.address().port));
