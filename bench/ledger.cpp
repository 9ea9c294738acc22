#include "bench/ledger.h"

#include "bench/sockets.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace bench {

namespace {

constexpr std::uint64_t kMagic = 0x73616d6d61626e31;  // "sammabn1"

[[noreturn]] void fail(const std::string& path) {
    throw std::system_error(errno, std::generic_category(), "ledger " + path);
}

void* map(const Descriptor& file, std::size_t size, const std::string& path) {
    void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.number(), 0);
    if (memory == MAP_FAILED) {
        fail(path);
    }
    return memory;
}

void count_turn(LedgerSummary& summary, const Turn& turn) {
    const std::uint32_t answers = turn.answers.load();
    if (turn.forged.load() != 0) {
        summary.forged++;
        summary.forged_answered += answers > 0 ? 1U : 0U;
        return;
    }
    const bool acked = turn.acked_us.load() != 0;
    summary.turns++;
    summary.acked += acked ? 1U : 0U;
    summary.answered += answers > 0 ? 1U : 0U;
    summary.unanswered += acked && answers == 0 ? 1U : 0U;
    summary.doubled += answers > 1 ? 1U : 0U;
    summary.faulted += turn.faults.load() > 0 ? 1U : 0U;
    const std::int64_t begin = turn.intended_us.load();
    summary.first_us = summary.first_us == 0 ? begin : std::min(summary.first_us, begin);
    if (answers > 0) {
        const std::int64_t end = turn.answered_us.load();
        summary.last_us = std::max(summary.last_us, end);
        summary.end_to_end.add(end - begin);
        if (turn.faults.load() == 0) {
            summary.end_to_end_clean.add(end - begin);
        }
    }
}

}  // namespace

Ledger::Ledger(void* memory, std::size_t size)
    : memory_(memory), size_(size), header_(static_cast<Header*>(memory)) {
    auto* bytes = static_cast<std::byte*>(memory) + sizeof(Header);
    current_ = reinterpret_cast<Current*>(bytes);
    turns_ = reinterpret_cast<Turn*>(bytes + header_->people * sizeof(Current));
}

Ledger::Ledger(Ledger&& other) noexcept
    : memory_(other.memory_),
      size_(other.size_),
      header_(other.header_),
      current_(other.current_),
      turns_(other.turns_) {
    other.memory_ = nullptr;
}

Ledger::~Ledger() {
    if (memory_ != nullptr) {
        ::munmap(memory_, size_);
    }
}

Ledger Ledger::create(const std::string& path, std::uint64_t turns, std::uint64_t people) {
    const Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    const std::size_t size = sizeof(Header) + people * sizeof(Current) + turns * sizeof(Turn);
    if (!file.open() || ::ftruncate(file.number(), static_cast<off_t>(size)) != 0) {
        fail(path);
    }
    void* memory = map(file, size, path);
    auto* header = static_cast<Header*>(memory);
    header->turns = turns;
    header->people = people;
    header->magic = kMagic;
    return Ledger{memory, size};
}

Ledger Ledger::open(const std::string& path) {
    const Descriptor file{::open(path.c_str(), O_RDWR | O_CLOEXEC)};

    struct stat status {};

    if (!file.open() || ::fstat(file.number(), &status) != 0) {
        fail(path);
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size < sizeof(Header)) {
        throw std::runtime_error(path + " is no ledger");
    }
    void* memory = map(file, size, path);
    const auto* header = static_cast<const Header*>(memory);
    const bool whole =
        header->magic == kMagic &&
        size == sizeof(Header) + header->people * sizeof(Current) + header->turns * sizeof(Turn);
    if (!whole) {
        ::munmap(memory, size);
        throw std::runtime_error(path + " is no ledger");
    }
    return Ledger{memory, size};
}

std::uint64_t Ledger::begin_turn(std::uint32_t person, std::int64_t intended_us, bool forged) {
    const std::uint64_t number = header_->used.load();
    Turn& turn = turns_[number];
    turn.person = person;
    turn.forged = forged ? 1U : 0U;
    turn.intended_us = intended_us;
    header_->used = number + 1;
    if (!forged) {
        current_[person] = number + 1;
    }
    return number;
}

std::uint64_t Ledger::current_turn(std::uint64_t person) const {
    const std::uint64_t number = person < header_->people ? current_[person].load() : 0;
    return number == 0 ? used() : number - 1;
}

LedgerSummary Ledger::summary() const {
    LedgerSummary summary;
    for (std::uint64_t number = 0; number < used(); ++number) {
        count_turn(summary, turns_[number]);
    }
    return summary;
}

}  // namespace bench
