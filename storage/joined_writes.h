#pragma once

namespace storage {

// The name, for sqlite3_open_v2, of a file system that is the system's own but for one thing: what
// goes into the write-ahead log one piece behind the other is joined and written at once. SQLite
// writes two pieces a page, some sixty for a commit of thirty turns, and each is a system call.
//
// What is held back is written before anything else is asked of the file: before a sync, a read, a
// look at its length. A commit with synchronous=FULL ends with a sync, and only then do readers
// hear of its pages: so this is for connections of that kind alone. A write that fails is reported
// by the sync (SQLITE_FULL, SQLITE_IOERR…), which undoes the transaction like a write that fails.
//
// Registers it at the first call, which sets SQLite up: after keep_small_pieces_of_memory(). Any
// thread. Throws StorageError when there is no memory.
[[nodiscard]] const char* joined_writes_vfs();

}  // namespace storage
