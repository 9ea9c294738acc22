#pragma once
#include <functional>
#include <utility>

namespace bot {

// Room for one call of a channel, kept for an answer that is only being written. Given back at its
// end, unless it was used. Not thread-safe; may move between threads.
class SendSlot {
  public:
    explicit SendSlot(std::function<void()> give_back) : give_back_(std::move(give_back)) {}

    ~SendSlot() {
        if (give_back_) {
            give_back_();
        }
    }

    SendSlot(SendSlot&& other) noexcept : give_back_(std::exchange(other.give_back_, nullptr)) {}

    SendSlot& operator=(SendSlot&& other) noexcept {
        std::swap(give_back_, other.give_back_);
        return *this;
    }

    SendSlot(const SendSlot&) = delete;
    SendSlot& operator=(const SendSlot&) = delete;

    void use() { give_back_ = nullptr; }

  private:
    std::function<void()> give_back_;
};

}  // namespace bot
