#include "bot/push_quota.h"

#include "bot/quota_rule.h"
#include "bot/send_plan.h"

#include <algorithm>

namespace bot {

namespace {

using namespace std::chrono_literals;

std::int64_t cost_of(const storage::Outbox::Row& row) {
    return std::max<std::int64_t>(row.push_cost, 1);
}

PushPurpose purpose_of(const storage::Outbox::Row& row) {
    return row.priority == storage::Outbox::Priority::Answer ? PushPurpose::Answer
                                                             : PushPurpose::Reminder;
}

}  // namespace

bool PushQuota::is_stale(Instant now) const {
    return !read_at_ || now - *read_at_ >= kQuotaPause || now < *read_at_ - 1min;
}

void PushQuota::read(const std::optional<Quota>& quota, Instant now) {
    read_at_ = quota ? now : now - kQuotaPause + 1min;
    quota_ = quota ? quota : quota_;
}

bool PushQuota::take(const storage::Outbox::Row& row, Instant now) {
    if (unsure_.contains(row.id.value)) {
        return true;
    }
    const PushPurpose purpose = purpose_of(row);
    if (!may_push(quota_, purpose, row.address, row.push_cost)) {
        const bool used_up = quota_ && quota_->limit && quota_->used >= *quota_->limit;
        if (used_up) {
            off_until_ = now + kQuotaPause;
        }
        return false;
    }
    if (quota_) {
        quota_->used += cost_of(row);
    }
    return true;
}

void PushQuota::over(const storage::Outbox::Row& row, SendOutcome outcome, Instant now) {
    if (!traits(outcome).certain) {
        unsure_.insert(row.id.value);
        return;
    }
    unsure_.erase(row.id.value);
    if (!traits(outcome).delivered && quota_) {
        quota_->used = std::max<std::int64_t>(quota_->used - cost_of(row), 0);
    }
    if (outcome == SendOutcome::QuotaExhausted) {
        off_until_ = now + kQuotaPause;
        read_at_.reset();
    }
}

bool PushQuota::pushes_on(Instant now) const {
    return !off_until_ || now >= *off_until_ || *off_until_ - now > kQuotaPause;
}

}  // namespace bot
