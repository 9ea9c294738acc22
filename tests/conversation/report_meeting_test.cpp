#include "conversation/report_meeting.h"

#include <catch2/catch.hpp>

using conversation::ContactId;
using conversation::FormSubmitted;
using conversation::Meeting;
using conversation::ReportView;

namespace {

constexpr ContactId kFirst{1};
constexpr ContactId kSecond{2};

ReportView there(bool on_behalf) {
    ReportView view;
    view.reporter = kFirst;
    view.on_behalf = on_behalf;
    view.values = {{"occ_main", "RICE"}, {"income_total", "8500"}};
    return view;
}

FormSubmitted said(const char* income) {
    FormSubmitted form;
    form.fields["occ_main"].value = "RICE";
    form.fields["income_total"].value = income;
    return form;
}

struct Case {
    const char* what;
    bool there_on_behalf;
    ContactId by;
    const char* income;
    bool on_behalf;
    bool corrects;
    bool insists;
    Meeting meeting;
};

}  // namespace

TEST_CASE("what a report means beside the one that is there", "[conversation][report]") {
    const auto one = GENERATE(values<Case>({
        {"the same person again", false, kFirst, "9000", false, true, false, Meeting::Corrects},
        {"two people agree", false, kSecond, "8500", false, false, false, Meeting::Agrees},
        {"a volunteer agrees", false, kSecond, "8500", true, false, false, Meeting::Agrees},
        {"a volunteer differs", false, kSecond, "9000", true, false, false, Meeting::Conflicts},
        {"a volunteer insists", false, kSecond, "9000", true, true, true, Meeting::Conflicts},
        {"two volunteers differ", true, kSecond, "9000", true, false, false, Meeting::Conflicts},
        {"the house corrects", true, kSecond, "9000", false, true, false, Meeting::Settles},
        {"the house insists", true, kSecond, "9000", false, true, true, Meeting::Settles},
        {"the house did not see it",
         true,
         kSecond,
         "9000",
         false,
         false,
         false,
         Meeting::Conflicts},
        {"a relative corrects", false, kSecond, "9000", false, true, false, Meeting::Corrects},
        {"a relative insists", false, kSecond, "9000", false, true, true, Meeting::Conflicts},
        {"a relative did not see it",
         false,
         kSecond,
         "9000",
         false,
         false,
         false,
         Meeting::Conflicts},
    }));
    auto form = said(one.income);
    form.on_behalf = one.on_behalf;
    form.corrects = one.corrects;
    form.insists = one.insists;
    CAPTURE(one.what);
    CHECK(conversation::meeting_of(there(one.there_on_behalf), form, one.by) == one.meeting);
}

TEST_CASE("the first report meets nothing", "[conversation][report]") {
    CHECK(conversation::meeting_of({}, said("1"), kFirst) == Meeting::First);
}

TEST_CASE("an unknown figure differs from a zero", "[conversation][report]") {
    auto view = there(false);
    view.values["saving_amount"] = "0";
    CHECK_FALSE(conversation::same_figures(view, said("8500")));
    view.values.erase("saving_amount");
    CHECK(conversation::same_figures(view, said("8500")));
}
