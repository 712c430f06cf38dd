/* Paces buffer swaps as a vsynced display does, and notes what each of them shows of one row.

   Loaded with LD_PRELOAD. Before a swap, one row of the back buffer is read (glReadPixels) and
   written to a ring in the file named by $SIGNAGE_BENCH_PACE; then the swap is done. The frame is
   shown at the first refresh (multiple of the period) that comes after it and has no frame yet, and
   the call returns when the frame before this one is shown: one frame on the screen, one waiting,
   one being drawn, as with a real driver. The file begins with the header below; the bench sets
   `row`.

   Only what a display server would do is added: no call into Qt, no change to the frame. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define GL_READ_FRAMEBUFFER 0x8CA8
#define GL_READ_FRAMEBUFFER_BINDING 0x8CAA
#define GL_PIXEL_PACK_BUFFER 0x88EB
#define GL_PIXEL_PACK_BUFFER_BINDING 0x88ED
#define GL_PACK_ALIGNMENT 0x0D05
#define GL_PACK_ROW_LENGTH 0x0D02
#define GL_RGBA 0x1908
#define GL_UNSIGNED_BYTE 0x1401

struct header {
    int64_t period;         /* ns between refreshes of the display that is played */
    int32_t row;            /* from the bottom, as OpenGL counts; -1: read nothing */
    int32_t width;          /* pixels of a row */
    int64_t capacity;       /* records the ring has room for */
    volatile int64_t count; /* swaps so far; record n lies at n % capacity */
};

struct record {
    int64_t swap;    /* CLOCK_MONOTONIC, ns: the swap was called */
    int64_t shown;   /* the refresh at which the frame is shown */
    unsigned char pixels[]; /* width * 4, RGBA; zero while row is -1 */
};

static struct header *head;
static void *library; /* the program loads it by itself and keeps it to itself: no RTLD_NEXT */
static int uses_egl;

static void *real_swap(void)
{
    library = dlopen(uses_egl ? "libEGL.so.1" : "libGLX.so.0", RTLD_LAZY);
    return library ? dlsym(library, uses_egl ? "eglSwapBuffers" : "glXSwapBuffers") : NULL;
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

__attribute__((constructor)) static void start(void)
{
    const char *path = getenv("SIGNAGE_BENCH_PACE");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    struct stat facts;
    if (file < 0) return;
    if (fstat(file, &facts) == 0) {
        void *memory = mmap(NULL, facts.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (memory != MAP_FAILED) head = memory;
    }
    close(file);
}

static void *function(const char *name)
{
    void *(*look)(const char *) = dlsym(library, uses_egl ? "eglGetProcAddress"
                                                          : "glXGetProcAddressARB");
    return look ? look(name) : NULL;
}

static void read_row(unsigned char *into)
{
    static void (*get)(unsigned, int *);
    static void (*bind)(unsigned, unsigned);
    static void (*bind_buffer)(unsigned, unsigned);
    static void (*store)(unsigned, int);
    static void (*pixels)(int, int, int, int, unsigned, unsigned, void *);
    int frame = 0, pack = 0, alignment = 4, length = 0;
    if (!get) {
        bind = function("glBindFramebuffer");
        bind_buffer = function("glBindBuffer");
        store = function("glPixelStorei");
        pixels = function("glReadPixels");
        get = function("glGetIntegerv");
    }
    if (!get || !bind || !bind_buffer || !store || !pixels) return;
    get(GL_READ_FRAMEBUFFER_BINDING, &frame);
    get(GL_PIXEL_PACK_BUFFER_BINDING, &pack);
    get(GL_PACK_ALIGNMENT, &alignment);
    get(GL_PACK_ROW_LENGTH, &length);
    if (frame) bind(GL_READ_FRAMEBUFFER, 0);
    if (pack) bind_buffer(GL_PIXEL_PACK_BUFFER, 0);
    if (alignment != 4) store(GL_PACK_ALIGNMENT, 4);
    if (length) store(GL_PACK_ROW_LENGTH, 0);
    pixels(0, head->row, head->width, 1, GL_RGBA, GL_UNSIGNED_BYTE, into);
    if (length) store(GL_PACK_ROW_LENGTH, length);
    if (alignment != 4) store(GL_PACK_ALIGNMENT, alignment);
    if (pack) bind_buffer(GL_PIXEL_PACK_BUFFER, pack);
    if (frame) bind(GL_READ_FRAMEBUFFER, frame);
}

static struct record *begin(void)
{
    struct record *record;
    if (!head) return NULL;
    record = (struct record *)((char *)(head + 1) + head->count % head->capacity
                               * (int64_t)(sizeof *record + head->width * 4));
    record->swap = now();
    if (head->row >= 0) read_row(record->pixels);
    return record;
}

static void end(struct record *record)
{
    static int64_t last;
    int64_t next;
    struct timespec until;
    if (!record) return;
    next = (now() / head->period + 1) * head->period;
    if (next <= last) next = last + head->period;
    record->shown = last = next;
    __sync_synchronize();
    head->count++;
    next -= head->period;
    until.tv_sec = next / 1000000000LL;
    until.tv_nsec = next % 1000000000LL;
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) continue;
}

void glXSwapBuffers(void *display, unsigned long drawable)
{
    static void (*real)(void *, unsigned long);
    struct record *record;
    if (!real) real = real_swap();
    record = begin();
    real(display, drawable);
    end(record);
}

unsigned eglSwapBuffers(void *display, void *surface)
{
    static unsigned (*real)(void *, void *);
    struct record *record;
    unsigned done;
    uses_egl = 1;
    if (!real) real = real_swap();
    record = begin();
    done = real(display, surface);
    end(record);
    return done;
}
