# cython: language_level=3
"""Holds what SQLite writes to the write-ahead log, and writes it in one piece: see `log_joining`.

The methods of two files of a connection, the log and the database, are replaced by others that call them.  Those of
the log hold the frames of a transaction; those of the database tell when a transaction ends, because the lock of who
writes is one of the shared memory, which belongs to it.  The layout of files and methods is that of `sqlite3.h`
(``sqlite3_file`` and ``sqlite3_io_methods``), which SQLite keeps; a frame is described in https://sqlite.org/fileformat2.html.

Something is held only while the connection has the lock of who writes, so nobody else can read or write what is held.
"""

from libc.stdint cimport int64_t, uintptr_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy

cdef enum:
    OK = 0
    UNLOCK = 1
    LOCK_OF_WRITER = 0
    HEADER = 24
    # Of the header of a frame: four bytes that are not all 0 in the last frame of a transaction.
    LAST_BEGIN = 4
    LAST_END = 8
    ANYWHERE = -1
    # A file takes less than 128 KiB at once: SQLite masks the length of a write on Unix, as it writes no more itself.
    MOST_HELD = 131071


cdef struct File:
    const Methods *methods


cdef struct Methods:
    int version
    int (*close)(File *) noexcept nogil
    int (*read)(File *, void *, int, int64_t) noexcept nogil
    int (*write)(File *, const void *, int, int64_t) noexcept nogil
    int (*truncate)(File *, int64_t) noexcept nogil
    int (*sync)(File *, int) noexcept nogil
    int (*file_size)(File *, int64_t *) noexcept nogil
    int (*lock)(File *, int) noexcept nogil
    int (*unlock)(File *, int) noexcept nogil
    int (*check_reserved_lock)(File *, int *) noexcept nogil
    int (*file_control)(File *, int, void *) noexcept nogil
    int (*sector_size)(File *) noexcept nogil
    int (*device_characteristics)(File *) noexcept nogil
    # From version 2 on.
    int (*shm_map)(File *, int, int, int, void **) noexcept nogil
    int (*shm_lock)(File *, int, int, int) noexcept nogil
    void (*shm_barrier)(File *) noexcept nogil
    int (*shm_unmap)(File *, int) noexcept nogil
    # From version 3 on.
    int (*fetch)(File *, int64_t, int, void **) noexcept nogil
    int (*unfetch)(File *, int64_t, void *) noexcept nogil


cdef struct Replaced:
    # The methods come first, so what a file has is also where this is.
    Methods methods
    const Methods *below
    Joiner *joiner


cdef struct Joiner:
    Replaced log, database
    File *log_file
    int open_files
    # What the disk said when something held could not be written: SQLite then takes the transaction back.
    int failure
    # Where the log goes on, and whether that is the page of a frame whose header is held.
    int64_t next
    bint expects_page
    # Whether that frame is the last one of its transaction.
    bint is_last
    int64_t begin
    int held
    char content[MOST_HELD]


def join(uintptr_t log, uintptr_t database) -> bool:
    """Have what is written to a log joined; both are addresses of files of one connection, which must be open.

    False where they have no methods to replace.
    """
    cdef File *log_file = <File *> log
    cdef File *database_file = <File *> database
    if log_file.methods == NULL or database_file.methods == NULL or database_file.methods.version < 2:
        return False
    cdef Joiner *joiner = <Joiner *> calloc(1, sizeof(Joiner))
    if joiner == NULL:
        return False
    joiner.next = ANYWHERE
    joiner.log_file = log_file
    _replace(joiner, &joiner.log, log_file)
    _replace(joiner, &joiner.database, database_file)
    joiner.log.methods.read = _read_log
    joiner.log.methods.write = _write_log
    joiner.log.methods.truncate = _truncate_log
    joiner.log.methods.sync = _sync_log
    joiner.log.methods.file_size = _size_of_log
    joiner.database.methods.shm_lock = _lock
    return True


cdef void _replace(Joiner *joiner, Replaced *replaced, File *file) noexcept nogil:
    cdef int version = file.methods.version
    cdef size_t pointers = 13 if version < 2 else 17 if version == 2 else 19
    memcpy(&replaced.methods, file.methods, pointers * sizeof(void *))
    replaced.methods.version = min(version, 3)
    replaced.methods.close = _close
    replaced.below = file.methods
    replaced.joiner = joiner
    file.methods = &replaced.methods
    joiner.open_files += 1


cdef int _close(File *file) noexcept nogil:
    cdef Replaced *replaced = <Replaced *> file.methods
    cdef Joiner *joiner = replaced.joiner
    file.methods = replaced.below
    joiner.open_files -= 1
    if joiner.open_files == 0:
        free(joiner)
    return file.methods.close(file)


cdef int _write_held(Joiner *joiner) noexcept nogil:
    """Write what is held, if anything is."""
    cdef int amount = joiner.held, code = OK
    joiner.held = 0
    if amount:
        code = joiner.log.below.write(joiner.log_file, joiner.content, amount, joiner.begin)
        if code != OK:
            joiner.failure = code
    return code


cdef int _hold(Joiner *joiner, const void *content, int amount, int64_t offset) noexcept nogil:
    """Hold what comes right behind what is held, which is written if there is no room for both."""
    cdef int code = OK
    if joiner.held + amount > MOST_HELD:
        code = _write_held(joiner)
    if code == OK:
        if not joiner.held:
            joiner.begin = offset
        memcpy(joiner.content + joiner.held, content, amount)
        joiner.held += amount
    return code


cdef int _write_log(File *file, const void *content, int amount, int64_t offset) noexcept nogil:
    cdef Joiner *joiner = (<Replaced *> file.methods).joiner
    cdef bint goes_on = offset == joiner.next or joiner.next == ANYWHERE
    cdef bint is_page = joiner.expects_page and goes_on and amount <= MOST_HELD
    cdef bint is_header = not joiner.expects_page and goes_on and amount == HEADER
    cdef int code
    if joiner.failure != OK:
        return joiner.failure
    joiner.next = offset + amount
    joiner.expects_page = is_header
    if is_header:
        joiner.is_last = _is_last(<const char *> content)
    if is_header or is_page:
        code = _hold(joiner, content, amount, offset)
        if code == OK and is_page and joiner.is_last:
            code = _write_held(joiner)
        return code
    # Such as a frame that is written again, because its page had to leave the cache before.
    code = _write_held(joiner)
    return code if code != OK else joiner.log.below.write(file, content, amount, offset)


cdef bint _is_last(const char *header) noexcept nogil:
    cdef int at
    for at in range(LAST_BEGIN, LAST_END):
        if header[at] != 0:
            return True
    return False


cdef int _read_log(File *file, void *content, int amount, int64_t offset) noexcept nogil:
    cdef Joiner *joiner = (<Replaced *> file.methods).joiner
    cdef int code = _write_held(joiner)
    return code if code != OK else joiner.log.below.read(file, content, amount, offset)


cdef int _truncate_log(File *file, int64_t size) noexcept nogil:
    cdef Joiner *joiner = (<Replaced *> file.methods).joiner
    cdef int code = _write_held(joiner)
    return code if code != OK else joiner.log.below.truncate(file, size)


cdef int _sync_log(File *file, int flags) noexcept nogil:
    cdef Joiner *joiner = (<Replaced *> file.methods).joiner
    cdef int code = _write_held(joiner)
    return code if code != OK else joiner.log.below.sync(file, flags)


cdef int _size_of_log(File *file, int64_t *size) noexcept nogil:
    cdef Joiner *joiner = (<Replaced *> file.methods).joiner
    cdef int code = _write_held(joiner)
    return code if code != OK else joiner.log.below.file_size(file, size)


cdef int _lock(File *file, int first, int count, int flags) noexcept nogil:
    cdef Replaced *replaced = <Replaced *> file.methods
    cdef Joiner *joiner = replaced.joiner
    if first == LOCK_OF_WRITER:
        if flags & UNLOCK:
            # Of a transaction that was committed nothing is held any more; of others it says nothing to anybody.
            _write_held(joiner)
            joiner.failure = OK
        joiner.next = ANYWHERE
        joiner.expects_page = False
    return replaced.below.shm_lock(file, first, count, flags)
