/* LD_PRELOAD shim: a disk whose syncs take SLOW_SYNC_MS milliseconds longer than this one's.
 *
 * Quick disks hide mistakes: an answer given before the commit looks like one given after it. With
 * this shim the median answer of a durable server cannot be quicker than the delay. The data still
 * goes to the disk, and only then does the call return. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct timespec delay;

__attribute__((constructor)) static void read_delay(void) {
    const char* text = getenv("SLOW_SYNC_MS");
    const double milliseconds = text == NULL ? 0 : strtod(text, NULL);
    if (milliseconds > 0) {
        delay.tv_sec = (time_t)(milliseconds / 1000);
        delay.tv_nsec = (long)((milliseconds - 1000.0 * (double)delay.tv_sec) * 1e6);
    }
}

static void wait_for_the_disk(void) {
    struct timespec left = delay;
    while (nanosleep(&left, &left) == -1 && errno == EINTR) {
    }
}

int fsync(int file) {
    wait_for_the_disk();
    return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    wait_for_the_disk();
    return (int)syscall(SYS_fdatasync, file);
}
