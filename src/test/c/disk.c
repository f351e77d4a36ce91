// Stands between a process and its disk (LD_PRELOAD): keeps a journal of what the process does to
// the files below one folder, and makes single calls fail. Linux, 64 bit. The crash tests build and
// use it; src/test/java/dev/tippen/crash reads the journal.
//
// Environment:
//   DISK_FOLDER   files below this folder are watched, but for *-shm: SQLite maps that into memory
//                 and makes it anew after a crash. Absolute, without links in it.
//   DISK_JOURNAL  where the journal goes; several processes may share one
//   DISK_FAULTS   a file that may come, change and go at any time, with one line
//                     KIND EFFECT FIRST COUNT SUFFIX
//                 KIND    write (also truncations, but for ENOSPC: they need no room) or sync
//                 EFFECT  EIO or ENOSPC: the call fails, and a write leaves its first half behind;
//                         SKIP: the sync is neither made nor journalled, but reported as made;
//                         KILL: the process dies before the call
//                 FIRST   the first call that is meant, 1 for the next; counted since this line came
//                 COUNT   how many in a row
//                 SUFFIX  of the files that are meant, such as tippen.db-wal; "*" for all
//                 Each fault is noted in a line of DISK_FAULTS.hits.
//
// A record of the journal is a header (struct record), the file's name relative to the folder, and
// the data. It is appended after the call took effect and before the caller hears of it, so what a
// thread does later, or another process because of it, stands later in the journal. Two calls that
// run at the same time to no common end may stand in either order, with one exception that matters:
// a sync covers only what was journalled when it began.
//
// Not seen: writes by mmap, io_uring or a duplicated descriptor. PowerCutTest rebuilds the files
// from the journal and compares them with the real ones.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum operation {
  WRITE = 'W',        // data at offset
  TRUNCATE = 'T',     // offset is the new length
  ALLOCATE = 'A',     // offset is the least length
  SYNC = 'S',         // what stands before `covered` in the journal is on the disk
  FAILED_SYNC = 'F',  // what stands before `covered` may never be
  UNLINK = 'U',
  RENAME = 'R'  // data is the new name
};

struct record {
  uint32_t size;  // of the whole record
  uint8_t operation;
  uint8_t unused;
  uint16_t name_length;
  uint64_t offset;
  uint64_t covered;  // length of the journal when a sync began
};

#define DESCRIPTORS 65536

static char folder[PATH_MAX];  // with a slash at its end; empty: nothing is watched
static char plan_file[PATH_MAX];
static int journal = -1;
static char *names[DESCRIPTORS];  // of watched files, by descriptor

// Held while a call is made and journalled, so that both have the same order. Not over syncs, which
// take long.
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static void give_up(const char *what) {
  dprintf(2, "disk.c: %s: %s\n", what, strerror(errno));
  abort();
}

__attribute__((constructor)) static void begin(void) {
  const char *watched = getenv("DISK_FOLDER");
  const char *log = getenv("DISK_JOURNAL");
  const char *plan = getenv("DISK_FAULTS");
  if (watched == NULL) return;
  if (plan != NULL) snprintf(plan_file, sizeof plan_file, "%s", plan);
  if (log != NULL) {
    journal = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal < 0) give_up(log);
  }
  snprintf(folder, sizeof folder, "%s/", watched);
}

// ---------------------------------------------------------------- which files

// The name of a path below the folder, NULL for what is not watched.
static const char *watched_name(const char *path) {
  size_t length = strlen(folder);
  if (length == 0 || strncmp(path, folder, length) != 0) return NULL;
  size_t end = strlen(path);
  if (end >= 4 && strcmp(path + end - 4, "-shm") == 0) return NULL;
  return path + length;
}

static const char *name_of(int fd) { return fd >= 0 && fd < DESCRIPTORS ? names[fd] : NULL; }

// Finds out which file was opened, whatever its path looked like.
static void opened(int fd) {
  if (folder[0] == 0) return;
  char link[32], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  const char *name = watched_name(path);
  struct stat file;
  if (name == NULL || fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) return;
  if (fd >= DESCRIPTORS) give_up("too many open files");
  names[fd] = strdup(name);  // never freed: another thread may still look at it
}

// ---------------------------------------------------------------- journal

static uint64_t journal_length(void) {
  struct stat file;
  if (journal < 0) return 0;
  if (fstat(journal, &file) != 0) give_up("journal");
  return (uint64_t)file.st_size;
}

// One write a record: with O_APPEND the records of several processes don't mix.
static void note(enum operation operation, const char *name, uint64_t offset, uint64_t covered,
                 const void *data, size_t length) {
  if (journal < 0) return;
  struct record header = {0};
  header.name_length = (uint16_t)strlen(name);
  header.size = (uint32_t)(sizeof header + header.name_length + length);
  header.operation = (uint8_t)operation;
  header.offset = offset;
  header.covered = covered;
  struct iovec parts[] = {
      {&header, sizeof header}, {(void *)name, header.name_length}, {(void *)data, length}};
  if (syscall(SYS_writev, journal, parts, 3) != (long)header.size) give_up("journal");
}

// ---------------------------------------------------------------- faults

struct plan {
  char kind[16], effect[16], suffix[256];
  long first, count, calls;  // calls: made since the plan came
  struct timespec changed;
  ino_t inode;
};

static struct plan plan;

static bool read_plan(void) {
  struct stat file;
  if (plan_file[0] == 0 || stat(plan_file, &file) != 0) return false;
  if (file.st_ino == plan.inode && file.st_mtim.tv_sec == plan.changed.tv_sec &&
      file.st_mtim.tv_nsec == plan.changed.tv_nsec) {
    return true;
  }
  char line[512] = {0};
  int fd = (int)syscall(SYS_openat, AT_FDCWD, plan_file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t length = read(fd, line, sizeof line - 1);
  syscall(SYS_close, fd);
  memset(&plan, 0, sizeof plan);
  if (length < 0 || sscanf(line, "%15s %15s %ld %ld %255s", plan.kind, plan.effect, &plan.first,
                           &plan.count, plan.suffix) != 5) {
    give_up("fault plan not understood");
  }
  plan.changed = file.st_mtim;
  plan.inode = file.st_ino;
  return true;
}

static bool ends_with(const char *name, const char *suffix) {
  size_t n = strlen(name), s = strlen(suffix);
  return strcmp(suffix, "*") == 0 || (n >= s && strcmp(name + n - s, suffix) == 0);
}

static bool is_full_disk_planned(void) { return read_plan() && strcmp(plan.effect, "ENOSPC") == 0; }

#define SKIP (-1)

// What is to happen to this call: 0 nothing, an errno, or SKIP. Call with the lock held.
static int fault(const char *kind, const char *name) {
  if (!read_plan() || strcmp(kind, plan.kind) != 0 || !ends_with(name, plan.suffix)) return 0;
  plan.calls++;
  if (plan.calls < plan.first || plan.calls >= plan.first + plan.count) return 0;
  char hits[PATH_MAX + 8];
  snprintf(hits, sizeof hits, "%s.hits", plan_file);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, hits, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) give_up(hits);
  dprintf(fd, "%s %s %ld %s\n", kind, plan.effect, plan.calls, name);
  syscall(SYS_close, fd);
  if (strcmp(plan.effect, "EIO") == 0) return EIO;
  if (strcmp(plan.effect, "ENOSPC") == 0) return ENOSPC;
  if (strcmp(plan.effect, "SKIP") == 0 && strcmp(kind, "sync") == 0) return SKIP;
  if (strcmp(plan.effect, "KILL") != 0) give_up("fault plan with an unknown effect");
  // The lock is held: no other call of this process is made and not journalled.
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

// ---------------------------------------------------------------- calls

static int open_at(int at, const char *path, int flags, mode_t mode) {
  int fd = (int)syscall(SYS_openat, at, path, flags, mode);
  if (fd < 0) return fd;
  int error = errno;
  opened(fd);
  if ((flags & O_TRUNC) != 0 && name_of(fd) != NULL) {
    pthread_mutex_lock(&order);
    note(TRUNCATE, name_of(fd), 0, 0, NULL, 0);
    pthread_mutex_unlock(&order);
  }
  errno = error;
  return fd;
}

#define MODE(flags)                                        \
  mode_t mode = 0;                                         \
  if (((flags) & (O_CREAT | __O_TMPFILE)) != 0) {          \
    va_list rest;                                          \
    va_start(rest, flags);                                 \
    mode = va_arg(rest, mode_t);                           \
    va_end(rest);                                          \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags)
  return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  return open_at(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
  MODE(flags)
  return open_at(at, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

int close(int fd) {
  if (fd >= 0 && fd < DESCRIPTORS) names[fd] = NULL;
  return (int)syscall(SYS_close, fd);
}

#define AT_POSITION (-1)

// What is journalled is what really was written, be it less than asked for or nothing.
static ssize_t write_watched(int fd, const char *name, const void *data, size_t length, off_t offset) {
  pthread_mutex_lock(&order);
  int planned = fault("write", name);
  if (planned != 0) length /= 2;
  ssize_t done = offset == AT_POSITION ? syscall(SYS_write, fd, data, length)
                                       : syscall(SYS_pwrite64, fd, data, length, offset);
  int error = errno;
  if (done > 0) {
    // The position after the write: right for files opened to append, too.
    if (offset == AT_POSITION) offset = lseek(fd, 0, SEEK_CUR) - done;
    note(WRITE, name, (uint64_t)offset, 0, data, (size_t)done);
  }
  pthread_mutex_unlock(&order);
  errno = planned != 0 ? planned : error;
  return planned != 0 ? -1 : done;
}

ssize_t write(int fd, const void *data, size_t length) {
  const char *name = name_of(fd);
  if (name == NULL) return syscall(SYS_write, fd, data, length);
  return write_watched(fd, name, data, length, AT_POSITION);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  const char *name = name_of(fd);
  if (name == NULL) return syscall(SYS_pwrite64, fd, data, length, offset);
  return write_watched(fd, name, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  return pwrite(fd, data, length, offset);
}

// Several pieces of memory as one write, as the kernel takes them.
static ssize_t write_pieces(int fd, const char *name, const struct iovec *parts, int count,
                            off_t offset) {
  size_t length = 0;
  for (int i = 0; i < count; i++) length += parts[i].iov_len;
  char *data = malloc(length + 1);
  if (data == NULL) give_up("memory");
  size_t at = 0;
  for (int i = 0; i < count; at += parts[i++].iov_len) {
    memcpy(data + at, parts[i].iov_base, parts[i].iov_len);
  }
  ssize_t done = write_watched(fd, name, data, length, offset);
  int error = errno;
  free(data);
  errno = error;
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  const char *name = name_of(fd);
  if (name == NULL) return syscall(SYS_writev, fd, parts, count);
  return write_pieces(fd, name, parts, count, AT_POSITION);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  const char *name = name_of(fd);
  if (name == NULL) return syscall(SYS_pwritev, fd, parts, count, offset, 0);
  return write_pieces(fd, name, parts, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return pwritev(fd, parts, count, offset);
}

static int sync_watched(int fd, const char *name, long call) {
  pthread_mutex_lock(&order);
  int planned = fault("sync", name);
  // Other threads go on writing meanwhile; nobody promises that this sync covers that.
  uint64_t covered = journal_length();
  pthread_mutex_unlock(&order);
  if (planned == SKIP) return 0;
  int result = planned == 0 ? (int)syscall(call, fd) : -1;
  int error = planned == 0 ? errno : planned;
  pthread_mutex_lock(&order);
  note(result == 0 ? SYNC : FAILED_SYNC, name, 0, covered, NULL, 0);
  pthread_mutex_unlock(&order);
  errno = error;
  return result;
}

int fsync(int fd) {
  const char *name = name_of(fd);
  return name == NULL ? (int)syscall(SYS_fsync, fd) : sync_watched(fd, name, SYS_fsync);
}

int fdatasync(int fd) {
  const char *name = name_of(fd);
  return name == NULL ? (int)syscall(SYS_fdatasync, fd) : sync_watched(fd, name, SYS_fdatasync);
}

int ftruncate(int fd, off_t length) {
  const char *name = name_of(fd);
  if (name == NULL) return (int)syscall(SYS_ftruncate, fd, length);
  pthread_mutex_lock(&order);
  int planned = is_full_disk_planned() ? 0 : fault("write", name);
  int result = planned == 0 ? (int)syscall(SYS_ftruncate, fd, length) : -1;
  int error = planned == 0 ? errno : planned;
  if (result == 0) note(TRUNCATE, name, (uint64_t)length, 0, NULL, 0);
  pthread_mutex_unlock(&order);
  errno = error;
  return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

int fallocate(int fd, int mode, off_t offset, off_t length) {
  const char *name = name_of(fd);
  if (name == NULL) return (int)syscall(SYS_fallocate, fd, mode, offset, length);
  if (mode != 0) give_up("fallocate with a mode");
  pthread_mutex_lock(&order);
  int planned = fault("write", name);
  int result = planned == 0 ? (int)syscall(SYS_fallocate, fd, 0, offset, length) : -1;
  int error = planned == 0 ? errno : planned;
  if (result == 0) note(ALLOCATE, name, (uint64_t)(offset + length), 0, NULL, 0);
  pthread_mutex_unlock(&order);
  errno = error;
  return result;
}

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  return fallocate(fd, mode, offset, length);
}

int posix_fallocate(int fd, off_t offset, off_t length) {
  return fallocate(fd, 0, offset, length) == 0 ? 0 : errno;
}

int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  return posix_fallocate(fd, offset, length);
}

static int unlink_at(int at, const char *path, int flags) {
  const char *name = watched_name(path);
  if (name == NULL) return (int)syscall(SYS_unlinkat, at, path, flags);
  pthread_mutex_lock(&order);
  int result = (int)syscall(SYS_unlinkat, at, path, flags);
  int error = errno;
  if (result == 0) note(UNLINK, name, 0, 0, NULL, 0);
  pthread_mutex_unlock(&order);
  errno = error;
  return result;
}

// The C library's own calls the kernel past unlink.
int remove(const char *path) {
  if (watched_name(path) != NULL) return unlink_at(AT_FDCWD, path, 0);
  int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  return result != 0 && errno == EISDIR ? (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR)
                                        : result;
}

int unlink(const char *path) { return unlink_at(AT_FDCWD, path, 0); }

int unlinkat(int at, const char *path, int flags) { return unlink_at(at, path, flags); }

int rename(const char *from, const char *to) {
  const char *name = watched_name(from);
  const char *target = watched_name(to);
  if ((name == NULL) != (target == NULL)) give_up("rename over the border of the watched folder");
  if (name == NULL) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  }
  pthread_mutex_lock(&order);
  int result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  int error = errno;
  if (result == 0) note(RENAME, name, 0, 0, target, strlen(target));
  pthread_mutex_unlock(&order);
  errno = error;
  return result;
}
