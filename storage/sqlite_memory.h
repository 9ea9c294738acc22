#pragma once

namespace storage {

// SQLite asks for memory some two hundred times in a turn, mostly for the pages a savepoint may
// have to bring back. Its own store of small pieces ("lookaside") is left out of Debian's library,
// and malloc shares its locks with every other thread; so here each thread keeps the small pieces
// it freed, up to a quarter of a megabyte, and uses them again. Nor does SQLite count its memory
// any more, which it does under a lock of the whole process.
//
// Takes effect before the first connection of the process; after it, does nothing. Any thread.
void keep_small_pieces_of_memory();

}  // namespace storage
