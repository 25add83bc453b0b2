// The yardstick of echo-compare: an echo server as one level-triggered epoll loop on one thread, in plain C.
// Prints the port it listens on. A connection whose peer does not read is waited for with EPOLLOUT, so nothing is
// held but what one read brought.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 64 * 1024, BATCH = 256 };

struct connection {
    int fd;
    char *pending;      // what could not be sent yet; null where there is nothing
    size_t start, end;
};

static char buffer[BUFFER];

static void watch(int epoll, struct connection *c, uint32_t events) {
    struct epoll_event event = { .events = events, .data.ptr = c };
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static void drop(struct connection *c) {
    close(c->fd);
    free(c->pending);
    free(c);
}

// Sends; keeps what the socket does not take. Returns -1 where the connection is gone.
static int answer(int epoll, struct connection *c, const char *data, size_t length) {
    ssize_t sent = send(c->fd, data, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN)
        return -1;
    if (sent < 0)
        sent = 0;
    if ((size_t)sent == length)
        return 0;
    c->start = 0;
    c->end = length - sent;
    c->pending = malloc(c->end);
    memcpy(c->pending, data + sent, c->end);
    watch(epoll, c, EPOLLOUT);
    return 0;
}

static int flush(int epoll, struct connection *c) {
    ssize_t sent = send(c->fd, c->pending + c->start, c->end - c->start, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0)
        return errno == EAGAIN ? 0 : -1;
    c->start += sent;
    if (c->start < c->end)
        return 0;
    free(c->pending);
    c->pending = NULL;
    watch(epoll, c, EPOLLIN);
    return 0;
}

static void take(int epoll, int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(void) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 4096) < 0)
        return perror("bind"), 1;
    getsockname(listener, (struct sockaddr *)&address, &length);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);

    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL }, events[BATCH];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(epoll, events, BATCH, -1);
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (c == NULL) {
                take(epoll, listener);
                continue;
            }
            if (c->pending != NULL) {
                if (flush(epoll, c) < 0)
                    drop(c);
                continue;
            }
            ssize_t received = recv(c->fd, buffer, BUFFER, MSG_DONTWAIT);
            if (received < 0 && errno == EAGAIN)
                continue;
            if (received <= 0 || answer(epoll, c, buffer, received) < 0)
                drop(c);
        }
    }
}
