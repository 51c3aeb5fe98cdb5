// A load generator for HTTPS servers: TLS 1.3 and HTTP/1.1 on one thread, over epoll.
//
// It is C on bare OpenSSL because it must cost less than what it measures and owe nothing to any of the servers. Every
// connection repeats one request, given as raw bytes, and every response must be 200, whole and of the expected size;
// anything else is an error, and a run with errors is worth nothing. The result is one line of JSON on standard output.
//
//     keep-alive   requests on connections that stay open
//     full         one request a connection, each with a full handshake
//     resumed      one request a connection, each resuming the session of the one before it (psk_dhe_ke); the first
//                  ones of the warm-up have nothing to resume
//     idle         opens connections, makes one request on each, and looks at the server's memory
//
// The server's processor time and memory are read from /proc, for the processes named by --pids.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    maximumHead = 4096,      // bytes of a response's head
    maximumRequest = 65536,  // bytes of the request
    maximumPids = 64,
    maximumErrors = 100,     // then the run ends
    rampUp = 64,             // connections that the idle mode opens at a time
    silence = 10000,         // milliseconds without any event, after which the server counts as stuck
};

typedef enum { KEEP_ALIVE, FULL, RESUMED, IDLE } Mode;
static const char *const modeNames[] = {"keep-alive", "full", "resumed", "idle"};

typedef struct {
    SSL *ssl;
    int fd;
    uint32_t events;         // what epoll waits for
    SSL_SESSION *session;    // what the next connection in this place will resume
    bool offersSession;      // asks for a resumed handshake
    bool established;
    char head[maximumHead];
    size_t headCount;        // bytes of the head so far; 0 between responses
    bool inBody;
    long bodyLeft;
    long responseBytes;      // head and body so far
} Connection;

// The options.
static Mode mode;
static int port;
static int connectionCount = 64;
static double seconds = 3, warmUp = 0.5;
static long expected;        // bytes of every response, head and body
static char request[maximumRequest];
static size_t requestCount;
static int pids[maximumPids], pidCount;

// The run.
static SSL_CTX *context;
static int poller;
static Connection *connections;
static int started;          // connections opened so far, at most connectionCount
static long requests, errors;
static char firstError[256];

// MARK: - Failures

static void fail(const char *what) {
    fprintf(stderr, "tls-load: %s: %s\n", what, errno ? strerror(errno) : "failed");
    ERR_print_errors_fp(stderr);
    exit(2);
}

__attribute__((format(printf, 1, 2))) static void count_error(const char *format, ...) {
    if (errors++ > 0) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(firstError, sizeof firstError, format, arguments);
    va_end(arguments);
    for (char *c = firstError; *c; c++) {
        if (*c == '"' || *c == '\\' || (unsigned char)*c < ' ') *c = ' ';
    }
}

// MARK: - The clock and /proc

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double own_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
           + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static FILE *open_proc(int pid, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    return file;
}

// Seconds of user and system time of all threads of the server's processes (proc(5), stat, fields 14 and 15).
static double server_cpu(void) {
    unsigned long ticks = 0;
    for (int i = 0; i < pidCount; i++) {
        FILE *file = open_proc(pids[i], "stat");
        char line[1024];
        // The name before the fields may hold spaces and parentheses.
        char *fields = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
        unsigned long user, system;
        const char *format = ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu";
        if (!fields || sscanf(fields, format, &user, &system) != 2) fail("/proc/PID/stat");
        ticks += user + system;
        fclose(file);
    }
    return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

// KiB of resident memory of the server's processes.
static long server_memory(void) {
    long total = 0;
    for (int i = 0; i < pidCount; i++) {
        FILE *file = open_proc(pids[i], "status");
        char line[256];
        long size;
        while (fgets(line, sizeof line, file)) {
            if (sscanf(line, "VmRSS: %ld", &size) == 1) total += size;
        }
        fclose(file);
    }
    return total;
}

// Seconds that all processors together were busy, whoever it was for (proc(5), /proc/stat).
static double machine_cpu(void) {
    FILE *file = fopen("/proc/stat", "r");
    unsigned long user = 0, nice = 0, system = 0, interrupts = 0, soft = 0;
    if (!file || fscanf(file, "cpu %lu %lu %lu %*u %*u %lu %lu", &user, &nice, &system, &interrupts, &soft) != 5) {
        fail("/proc/stat");
    }
    fclose(file);
    return (double)(user + nice + system + interrupts + soft) / (double)sysconf(_SC_CLK_TCK);
}

// MARK: - TLS

// Takes the place of libcrypto's own: the server's signature is not verified, since that costs more than making it, and
// the server is what should be busy. Whoever runs the benchmark has verified the server once.
int EVP_DigestVerify(
    EVP_MD_CTX *state, const unsigned char *signature, size_t signatureCount, const unsigned char *bytes, size_t count
) {
    (void)state, (void)signature, (void)signatureCount, (void)bytes, (void)count;
    return 1;
}

static int keep_session(SSL *ssl, SSL_SESSION *new) {
    Connection *c = SSL_get_app_data(ssl);
    SSL_SESSION_free(c->session);
    c->session = new;
    return 1;
}

static void make_context(void) {
    context = SSL_CTX_new(TLS_client_method());
    static const unsigned char protocols[] = "\x08http/1.1";
    // One suite and one group, so that every server does the same work.
    if (!context || !SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION)
        || !SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") || !SSL_CTX_set1_groups_list(context, "X25519")
        || SSL_CTX_set_alpn_protos(context, protocols, sizeof protocols - 1) != 0) {
        fail("TLS context");
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_read_ahead(context, 1);
    if (mode == IDLE) SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    if (mode == RESUMED) {
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context, keep_session);
    }
}

// MARK: - One connection

static void wait_for(Connection *c, uint32_t events, int operation) {
    if (operation == EPOLL_CTL_MOD && c->events == events) return;
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(poller, operation, c->fd, &event) != 0) fail("epoll_ctl");
    c->events = events;
}

static void open_connection(Connection *c) {
    SSL_SESSION *session = c->session;
    memset(c, 0, sizeof *c);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) fail("socket");
    int on = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) fail("connect");
    c->ssl = SSL_new(context);
    if (!c->ssl || !SSL_set_fd(c->ssl, c->fd) || !SSL_set_tlsext_host_name(c->ssl, "localhost")) fail("TLS session");
    SSL_set_connect_state(c->ssl);
    SSL_set_app_data(c->ssl, c);
    c->offersSession = session != NULL;
    if (session) SSL_set_session(c->ssl, session);
    // A ticket is used once (RFC 8446, appendix C.4); a resumed handshake brings the next one.
    SSL_SESSION_free(session);
    wait_for(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_ADD);
}

static void close_connection(Connection *c, bool politely) {
    if (politely) {
        // Says close_notify and does not wait for the server's.
        SSL_set_shutdown(c->ssl, SSL_RECEIVED_SHUTDOWN);
        SSL_shutdown(c->ssl);
    }
    SSL_free(c->ssl);
    close(c->fd);
}

static void break_off(Connection *c, const char *what) {
    unsigned long code = ERR_get_error();
    const char *reason = code ? ERR_reason_error_string(code) : errno ? strerror(errno) : "end of stream";
    count_error("%s: %s", what, reason ? reason : "unknown");
    ERR_clear_error();
    close_connection(c, false);
    open_connection(c);
}

static void open_next(void) {
    if (started < connectionCount) open_connection(&connections[started++]);
}

// Returns false when the connection is not usable any more.
static bool send_request(Connection *c) {
    c->headCount = 0;
    c->inBody = false;
    c->responseBytes = 0;
    // The socket's buffer is empty and far larger than the request, so this never has to wait.
    return SSL_write(c->ssl, request, (int)requestCount) == (int)requestCount;
}

typedef enum { INCOMPLETE, COMPLETE, BROKEN } Progress;

// Reads the head, once it is whole. What `bytes` has after it is the beginning of the body.
static Progress read_head(Connection *c, const char *bytes, int *count) {
    size_t room = maximumHead - 1 - c->headCount;
    size_t taken = (size_t)*count < room ? (size_t)*count : room;
    size_t before = c->headCount;
    memcpy(c->head + before, bytes, taken);
    c->headCount += taken;
    c->head[c->headCount] = 0;
    char *end = strstr(c->head, "\r\n\r\n");
    if (!end) return c->headCount < maximumHead - 1 ? INCOMPLETE : BROKEN;
    end[2] = 0;
    char *length = strcasestr(c->head, "\r\ncontent-length:");
    if (strncmp(c->head, "HTTP/1.1 200 ", 13) != 0 || !length) return BROKEN;
    c->bodyLeft = strtol(length + strlen("\r\ncontent-length:"), NULL, 10);
    c->inBody = true;
    *count -= (int)((size_t)(end + 4 - c->head) - before);
    return COMPLETE;
}

static Progress read_response(Connection *c) {
    static char bytes[1 << 16];
    for (;;) {
        errno = 0;
        int count = SSL_read(c->ssl, bytes, sizeof bytes);
        if (count <= 0) return SSL_get_error(c->ssl, count) == SSL_ERROR_WANT_READ ? INCOMPLETE : BROKEN;
        c->responseBytes += count;
        if (!c->inBody) {
            Progress head = read_head(c, bytes, &count);
            if (head == BROKEN) {
                count_error("not a 200 with a length: %.120s", c->head);
                return BROKEN;
            }
            if (head == INCOMPLETE) continue;
        }
        c->bodyLeft -= count;
        if (c->bodyLeft > 0) continue;
        if (c->bodyLeft == 0 && (expected == 0 || c->responseBytes == expected)) return COMPLETE;
        count_error("a response of %ld bytes in place of %ld, %ld after its end", c->responseBytes, expected,
                    -c->bodyLeft);
        return BROKEN;
    }
}

// Returns whether the handshake is complete.
static bool shake_hands(Connection *c) {
    errno = 0;
    int status = SSL_do_handshake(c->ssl);
    if (status == 1) return true;
    switch (SSL_get_error(c->ssl, status)) {
    case SSL_ERROR_WANT_READ: wait_for(c, EPOLLIN, EPOLL_CTL_MOD); break;
    case SSL_ERROR_WANT_WRITE: wait_for(c, EPOLLOUT, EPOLL_CTL_MOD); break;
    default: break_off(c, "handshake");
    }
    return false;
}

static void advance(Connection *c) {
    if (!c->established) {
        if (!shake_hands(c)) return;
        c->established = true;
        wait_for(c, EPOLLIN, EPOLL_CTL_MOD);
        if (SSL_session_reused(c->ssl) != c->offersSession) count_error("the session was not resumed");
        if (!send_request(c)) break_off(c, "request");
        return;
    }
    switch (read_response(c)) {
    case INCOMPLETE: return;
    case BROKEN: break_off(c, "response"); return;
    case COMPLETE: break;
    }
    requests++;
    switch (mode) {
    case KEEP_ALIVE:
        if (!send_request(c)) break_off(c, "request");
        return;
    case FULL:
    case RESUMED:
        if (mode == RESUMED && !c->session) count_error("no new session ticket before the response");
        close_connection(c, true);
        open_connection(c);
        return;
    case IDLE: open_next(); return;
    }
}

static void turn(void) {
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, 256, silence);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    if (count == 0) count_error("no answer for %d s", silence / 1000), errors += maximumErrors;
    for (int i = 0; i < count; i++) advance(events[i].data.ptr);
}

// MARK: - The run

static void measure_speed(void) {
    while (started < connectionCount) open_next();
    double end = now() + warmUp;
    while (now() < end && errors < maximumErrors) turn();

    long requestsBefore = requests;
    double start = now(), serverBefore = server_cpu(), ownBefore = own_cpu(), machineBefore = machine_cpu();
    end = start + seconds;
    while (now() < end && errors < maximumErrors) turn();
    double server = server_cpu() - serverBefore, own = own_cpu() - ownBefore, machine = machine_cpu() - machineBefore;
    printf("{\"mode\":\"%s\",\"requests\":%ld,\"seconds\":%.6f,\"server_cpu\":%.6f,\"generator_cpu\":%.6f,"
           "\"machine_cpu\":%.6f,\"errors\":%ld,\"first_error\":\"%s\"}\n",
           modeNames[mode], requests - requestsBefore, now() - start, server, own, machine, errors, firstError);
}

static void measure_memory(void) {
    int wanted = connectionCount;
    // The first connections bring in code and pools; only what further ones need is counted.
    connectionCount = rampUp;
    for (int i = 0; i < rampUp; i++) open_next();
    while (requests < connectionCount && errors < maximumErrors) turn();
    long before = server_memory();
    connectionCount += wanted;
    for (int i = 0; i < rampUp; i++) open_next();
    while (requests < connectionCount && errors < maximumErrors) turn();
    long after = server_memory();
    printf("{\"mode\":\"idle\",\"connections\":%d,\"kib_before\":%ld,\"kib_after\":%ld,\"errors\":%ld,"
           "\"first_error\":\"%s\"}\n",
           wanted, before, after, errors, firstError);
}

static void read_request(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    requestCount = fread(request, 1, sizeof request, file);
    if (requestCount == 0 || requestCount == sizeof request) fail("the request is empty or too long");
    fclose(file);
}

static void usage(void) {
    fputs("usage: tls-load --mode keep-alive|full|resumed|idle --port PORT --request FILE --pids PID,…\n"
          "                [--connections N] [--seconds S] [--warm-up S] [--expect BYTES]\n",
          stderr);
    exit(2);
}

static void read_options(int count, char **arguments) {
    static const struct option options[] = {
        {"mode", required_argument, NULL, 'm'},    {"port", required_argument, NULL, 'p'},
        {"request", required_argument, NULL, 'r'}, {"pids", required_argument, NULL, 'P'},
        {"connections", required_argument, NULL, 'c'}, {"seconds", required_argument, NULL, 's'},
        {"warm-up", required_argument, NULL, 'w'}, {"expect", required_argument, NULL, 'e'},
        {NULL, 0, NULL, 0},
    };
    int option;
    bool hasMode = false;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'm':
            for (int i = KEEP_ALIVE; i <= IDLE; i++) {
                if (strcmp(optarg, modeNames[i]) == 0) mode = (Mode)i, hasMode = true;
            }
            break;
        case 'p': port = atoi(optarg); break;
        case 'r': read_request(optarg); break;
        case 'c': connectionCount = atoi(optarg); break;
        case 's': seconds = atof(optarg); break;
        case 'w': warmUp = atof(optarg); break;
        case 'e': expected = atol(optarg); break;
        case 'P':
            for (char *pid = strtok(optarg, ","); pid && pidCount < maximumPids; pid = strtok(NULL, ",")) {
                pids[pidCount++] = atoi(pid);
            }
            break;
        default: usage();
        }
    }
    if (!hasMode || port < 1 || port > 65535 || requestCount == 0 || pidCount == 0 || connectionCount < 1) usage();
}

int main(int count, char **arguments) {
    read_options(count, arguments);
    make_context();
    poller = epoll_create1(EPOLL_CLOEXEC);
    connections = calloc((size_t)connectionCount + rampUp, sizeof *connections);
    if (poller < 0 || !connections) fail("setting up");
    if (mode == IDLE) {
        measure_memory();
    } else {
        measure_speed();
    }
    return errors == 0 ? 0 : 1;
}
