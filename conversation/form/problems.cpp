#include "conversation/form/problems.h"

namespace conversation {

namespace {

constexpr std::size_t kMaxListed = 200;

}  // namespace

void Problems::error(const Place& place, std::string message) {
    has_error_ = true;
    add(FormProblem::Severity::Error, place, std::move(message));
}

void Problems::warn(const Place& place, std::string message) {
    add(FormProblem::Severity::Warning, place, std::move(message));
}

void Problems::add(FormProblem::Severity severity, const Place& place, std::string message) {
    if (list_.size() < kMaxListed) {
        list_.push_back({severity,
                         std::string{place.sheet},
                         place.row,
                         std::string{place.column},
                         std::move(message)});
    }
}

}  // namespace conversation
