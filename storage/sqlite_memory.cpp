#include "storage/sqlite_memory.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace storage {

namespace {

constexpr std::size_t kStep = 64;              // sizes are multiples of it
constexpr std::size_t kSizes = 33;             // up to 2,112 bytes; larger ones come from malloc
constexpr std::size_t kMostKept = 256 * 1024;  // bytes a thread

// Stands before each piece. While a piece is kept, it names the next one instead.
union alignas(8) Head {
    std::size_t size;  // of the whole, with the head
    Head* next;
};

static_assert(sizeof(Head) == 8, "SQLite needs pieces that begin at a multiple of 8");

// What a thread keeps.
class Kept {
  public:
    Kept() = default;
    ~Kept();
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    Kept(Kept&&) = delete;
    Kept& operator=(Kept&&) = delete;

    [[nodiscard]] Head* take(std::size_t size) {
        Head*& first = first_of(size);
        Head* const head = first;
        if (head != nullptr) {
            first = head->next;
            bytes_ -= size;
        }
        return head;
    }

    // False when there is enough.
    [[nodiscard]] bool put(Head* head) {
        const std::size_t size = head->size;
        if (bytes_ + size > kMostKept) {
            return false;
        }
        Head*& first = first_of(size);
        head->next = first;
        first = head;
        bytes_ += size;
        return true;
    }

  private:
    [[nodiscard]] Head*& first_of(std::size_t size) { return firsts_[size / kStep - 1]; }

    std::array<Head*, kSizes> firsts_{};
    std::size_t bytes_ = 0;
};

// A connection may be closed when the thread's own things are gone already.
thread_local bool over = false;
thread_local Kept kept;

Kept::~Kept() {
    over = true;
    for (Head* head : firsts_) {
        while (head != nullptr) {
            std::free(std::exchange(head, head->next));
        }
    }
}

bool is_small(std::size_t size) {
    return size <= kStep * kSizes;
}

std::size_t whole_size(int bytes) {
    const std::size_t size = static_cast<std::size_t>(bytes) + sizeof(Head);
    return (size + kStep - 1) / kStep * kStep;
}

Head* head_of(void* piece) {
    return static_cast<Head*>(piece) - 1;
}

void* allocate(int bytes) {
    const std::size_t size = whole_size(bytes);
    Head* head = is_small(size) && !over ? kept.take(size) : nullptr;
    if (head == nullptr) {
        head = static_cast<Head*>(std::malloc(size));
        if (head == nullptr) {
            return nullptr;
        }
    }
    head->size = size;
    return head + 1;
}

void release(void* piece) {
    Head* const head = head_of(piece);
    if (over || !is_small(head->size) || !kept.put(head)) {
        std::free(head);
    }
}

int size_of(void* piece) {
    return piece == nullptr ? 0 : static_cast<int>(head_of(piece)->size - sizeof(Head));
}

void* resize(void* piece, int bytes) {
    const std::size_t size = whole_size(bytes);
    Head* const head = head_of(piece);
    if (size == head->size) {
        return piece;
    }
    if (!is_small(size) && !is_small(head->size)) {
        auto* const moved = static_cast<Head*>(std::realloc(head, size));
        if (moved == nullptr) {
            return nullptr;
        }
        moved->size = size;
        return moved + 1;
    }
    void* const other = allocate(bytes);
    if (other != nullptr) {
        std::memcpy(other, piece, static_cast<std::size_t>(std::min(size_of(piece), bytes)));
        release(piece);
    }
    return other;
}

int round_up(int bytes) {
    return static_cast<int>(whole_size(bytes) - sizeof(Head));
}

int begin(void* /*unused*/) {
    return SQLITE_OK;
}

void end(void* /*unused*/) {}

bool configure() {
    const sqlite3_mem_methods methods{
        allocate, release, resize, size_of, round_up, begin, end, nullptr};
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
}

}  // namespace

void keep_small_pieces_of_memory() {
    static const bool kOnce = configure();
    static_cast<void>(kOnce);
}

}  // namespace storage
