#include "bot/sms_budget.h"

namespace bot {

void SmsBudget::roll(conversation::Period month) {
    if (month_ != month) {
        month_ = month;
        spent_ = 0;
    }
}

bool SmsBudget::fits(std::int64_t cost) const {
    return !limit_ || spent_ + held_ + cost <= *limit_;
}

void SmsBudget::read(conversation::Period month, std::int64_t spent) {
    month_ = month;
    spent_ = spent;
}

bool SmsBudget::take(Priority priority, std::int64_t cost, conversation::Period month) {
    roll(month);
    if (priority != Priority::Answer && !fits(cost)) {
        return false;
    }
    held_ += cost;
    return true;
}

void SmsBudget::over(std::int64_t cost, bool charged, conversation::Period month) {
    roll(month);
    held_ -= cost;
    spent_ += charged ? cost : 0;
}

bool SmsBudget::reminders_on(std::int64_t price, conversation::Period month) {
    roll(month);
    return fits(price);
}

}  // namespace bot
