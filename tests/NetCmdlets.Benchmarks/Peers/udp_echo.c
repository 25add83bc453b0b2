// The yardstick of udp-compare: recvfrom and sendto in one loop on one thread, in plain C. Prints the port it is
// bound to.
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>

static char buffer[65536];

int main(void) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int room = 8 * 1024 * 1024;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    struct sockaddr_in own = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof own;
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) != 0
        || getsockname(fd, (struct sockaddr *)&own, &size) != 0)
        return 1;
    printf("%d\n", ntohs(own.sin_port));
    fflush(stdout);
    for (;;) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        ssize_t received = recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &length);
        if (received >= 0)
            sendto(fd, buffer, (size_t)received, 0, (struct sockaddr *)&from, length);
    }
}
