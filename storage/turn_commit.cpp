#include "storage/turn_commit.h"

#include "storage/activities.h"
#include "storage/audit_log.h"
#include "storage/code_locks.h"
#include "storage/contacts.h"
#include "storage/fact_changes.h"
#include "storage/fault_points.h"
#include "storage/households.h"
#include "storage/inbox.h"
#include "storage/invites.h"
#include "storage/model_choice.h"
#include "storage/notices.h"
#include "storage/opt_out.h"
#include "storage/outbox.h"
#include "storage/report_taking.h"
#include "storage/reports.h"
#include "storage/requests.h"
#include "storage/sessions.h"
#include "storage/submissions.h"
#include "storage/team_activities.h"
#include "storage/team_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <variant>

namespace storage {

namespace {

using conversation::HouseholdId;
using conversation::IncomingKind;
using conversation::IncomingMessage;

// Applies each event of a turn: one function a kind.
class EventApplier {
  public:
    EventApplier(Connection& connection,
                 const TurnCommit::Start& start,
                 const IncomingMessage& message,
                 Instant now)
        : connection_(connection),
          start_(start),
          message_(message),
          now_(now),
          contact_(start.contact.id),
          person_(start.contact.person),
          actor_(fmt::format("contact:{}", start.contact.id.value)),
          language_(start.contact.language) {}

    void operator()(const conversation::HouseholdLinked& event) {
        Invites(connection_).use(event.code, start_.contact.id, now_);
        Contacts(connection_).link(start_.contact.id, event.household, now_);
        audit("household.linked", event.household);
    }

    void operator()(const conversation::AddressJoined& event) {
        Contacts(connection_).move_address(message_.channel, message_.address, event.contact, now_);
        contact_ = event.contact;
        audit("address.joined", HouseholdId{}, fmt::format("contact:{}", event.contact.value));
    }

    void operator()(const conversation::CodeFreed& event) {
        Invites(connection_).release(event.code, start_.contact.id, now_);
        if (event.household) {
            Contacts(connection_).unlink(start_.contact.id, event.household, now_);
        }
        audit(event.household ? "household.code_freed" : "team.code_freed", event.household);
    }

    void operator()(const conversation::WrongCodeTried& /*event*/) {
        Invites(connection_).log_wrong(start_.contact.id, now_);
    }

    void operator()(const conversation::CodesLocked& event) {
        CodeLocks(connection_).lock(start_.contact.id, event.until, now_);
        audit("codes.locked", HouseholdId{});
    }

    void operator()(const conversation::TeamLinked& event) {
        Invites invites(connection_);
        const auto invite = invites.find(event.code, now_);
        if (invite && invite->person && invites.use(event.code, start_.contact.id, now_)) {
            person_ = invite->person;
            Contacts(connection_).set_person(start_.contact.id, person_, now_);
            audit("team.linked", HouseholdId{}, fmt::format("person:{}", person_.value));
        }
    }

    void operator()(const conversation::TeamConsent& event) {
        if (person_) {  // who refuses before linking is nobody we keep anything of
            Notices(connection_)
                .decide_as_person(
                    person_, decision(HouseholdId{}, event.notice_version, event.purposes), now_);
            audit(event.purposes.empty() ? "team.consent_refused" : "team.consent_given",
                  HouseholdId{},
                  event.notice_version);
        }
    }

    void operator()(const conversation::TeamConsentWithdrawn& /*event*/) {
        if (person_) {
            Notices(connection_).withdraw_as_person(person_, now_);
            audit("team.consent_withdrawn", HouseholdId{});
        }
    }

    void operator()(const conversation::AssignedShown& event) {
        audit("assigned.shown", HouseholdId{}, fmt::format("houses={}", event.houses));
    }

    void operator()(const conversation::RelationGiven& event) {
        Contacts(connection_)
            .set_relation(start_.contact.id, event.household, event.relation, now_);
    }

    void operator()(const conversation::ConsentGiven& event) {
        Notices(connection_)
            .give(decision(event.household, event.notice_version, event.purposes), now_);
        Households households(connection_);
        const auto house = households.find(event.household);
        const bool joins =
            std::find(event.purposes.begin(), event.purposes.end(), "DATA") != event.purposes.end();
        if (joins && house && (house->status == "INVITED" || house->status == "WITHDRAWN")) {
            households.set_status(event.household, "ACTIVE", now_);
        }
        audit("consent.given", event.household, event.notice_version);
    }

    void operator()(const conversation::ConsentRefused& event) {
        Notices(connection_).refuse(decision(event.household, event.notice_version, {}), now_);
        audit("consent.refused", event.household, event.notice_version);
    }

    void operator()(const conversation::ContactStopped& /*event*/) {
        OptOut(connection_).stop(message_.channel, message_.address, actor_, now_);
    }

    void operator()(const conversation::ContactResumed& /*event*/) {
        OptOut(connection_).resume(message_.channel, message_.address, actor_, now_);
    }

    void operator()(const conversation::LanguageChosen& event) {
        Contacts(connection_).set_language(start_.contact.id, event.language, now_);
        language_ = event.language;
    }

    void operator()(const conversation::HouseChosen& event) {
        Contacts(connection_).choose_house(start_.contact.id, event.household, now_);
    }

    void operator()(const conversation::FormSubmitted& event) {
        const auto submission =
            Submissions(connection_).add(event, start_.contact.id, start_.inbox, now_);
        if (event.entity == "household_report" && event.household && event.period) {
            add_report(event, submission);
        } else if (event.entity == "baseline" && event.household) {
            take_baseline(event, submission);
        } else if (event.entity == "nomination" && event.household) {
            ModelChoice(connection_).nominate(event, submission, deed());
        } else if (event.entity == "nomination_score" && event.household) {
            ModelChoice(connection_).score(event, deed());
        } else {
            audit("form.submitted", event.household, event.form_id);
        }
    }

    void operator()(const conversation::ReportTakenBack& event) {
        ReportTaking(connection_)
            .take_back(event.household, event.period, start_.contact.id, now_, actor_);
    }

    void operator()(const conversation::ConflictSettled& event) {
        ReportTaking(connection_)
            .settle(event.household, event.period, event.revision, now_, actor_);
    }

    void operator()(const conversation::ActivityAnswered& event) {
        const Day day = event.occurrence.value_or(conversation::bangkok_day(now_));
        if (!person_ || !TeamActivities(connection_, person_, now_).find(event.activity, day)) {
            throw std::logic_error("an answer about an activity that is not hers to answer");
        }
        Activities activities(connection_);
        const auto outcome = activities.record({.id = {},
                                                .activity = event.activity,
                                                .revision = 0,
                                                .result = event.result,
                                                .done_on = event.done_on,
                                                .headcount = event.headcount,
                                                .new_day = event.new_day,
                                                .occurrence = event.occurrence,
                                                .reason = event.reason,
                                                .note = event.note,
                                                .answered_by = person_,
                                                .contact = start_.contact.id,
                                                .channel = message_.channel,
                                                .submission = {}},
                                               now_,
                                               actor_);
        for (const auto photo : event.photos) {
            activities.attach(outcome.id, photo);
        }
        AuditLog(connection_)
            .write({actor_,
                    event.corrects ? "activity.corrected" : "activity.answered",
                    fmt::format("activity:{}", event.activity.value),
                    event.result,
                    now_});
    }

    void operator()(const conversation::ActivityProposed& event) {
        if (!person_ || !TeamActivities(connection_, person_, now_)
                             .propose(event, start_.contact.id, start_.inbox, actor_)) {
            throw std::logic_error("a proposal by somebody who is in no chair");
        }
        audit("activity.proposed", HouseholdId{}, conversation::to_text(event.day));
    }

    void operator()(const conversation::NominationAnswered& event) {
        (void)ModelChoice(connection_)
            .answer(event.household, event.agreed, {PersonId{}, now_, actor_});
    }

    void operator()(const conversation::NominationMoved& event) {
        ModelChoice(connection_).move(event, deed());
    }

    void operator()(const conversation::NomineesShown& event) {
        audit("nominees.shown", HouseholdId{}, fmt::format("houses={}", event.houses));
    }

    void operator()(const conversation::OfficerAsked& event) {
        Requests(connection_).add(event, start_.contact.id, start_.inbox, now_);
        audit("officer.asked", event.household, event.kind);
    }

    void operator()(const conversation::EraseTakenBack& /*event*/) {
        Requests(connection_).take_back_erasing(start_.contact.id, now_);
        audit("erase.taken_back", HouseholdId{});
    }

    void operator()(const conversation::ConsentWithdrawn& event) {
        Notices(connection_).withdraw(event.household, event.purposes, now_);
        if (event.purposes.empty()) {
            Households(connection_).set_status(event.household, "WITHDRAWN", now_);
            // Nobody judges a house any more that takes part in nothing.
            (void)ModelChoice(connection_)
                .answer(event.household, false, {PersonId{}, now_, actor_});
        }
        std::string purposes;
        for (const auto& purpose : event.purposes) {
            purposes += (purposes.empty() ? "" : " ") + purpose;
        }
        audit("consent.withdrawn", event.household, purposes);
    }

    void operator()(const conversation::OwnDataShown& event) {
        audit("own_data.shown", event.household, event.everything ? "everything" : "");
    }

    void operator()(const conversation::SessionEnded& event) {
        // A finished one is told by what it brought.
        if (event.reason != "finished") {
            audit("session.ended", HouseholdId{}, event.reason);
        }
    }

    // Whose address it is after the turn.
    [[nodiscard]] conversation::ContactId contact() const { return contact_; }

    // Conflicts between reports that the turn opened.
    [[nodiscard]] std::vector<ConflictId> opened() && { return std::move(opened_); }

  private:
    // A correction of what the register says is kept with what it said before.
    void take_baseline(const conversation::FormSubmitted& event, SubmissionId submission) {
        FactChanges changes(connection_);
        const auto before = event.corrects ? changes.facts(event.household) : FactChanges::Facts{};
        Households(connection_).apply_baseline_form(event.household, event.fields, now_, actor_);
        if (event.corrects) {
            changes.record(event.household, before, submission, now_, actor_);
        }
        audit(event.corrects ? "baseline.corrected" : "baseline.given", event.household);
    }

    void add_report(const conversation::FormSubmitted& event, SubmissionId submission) {
        refuse_strangers(event);
        Reports::Source source;
        source.reporter = start_.contact.id;
        source.relation = event.on_behalf
                              ? event.reporter_role
                              : Contacts(connection_).relation(start_.contact.id, event.household);
        source.on_behalf = event.on_behalf;
        source.informant = event.informant;
        source.channel = message_.channel;
        source.language = language_;
        source.message = start_.inbox;
        source.submission = submission;
        source.form_version = event.form_version;
        const auto taken = ReportTaking(connection_).take(event, source, now_, actor_);
        if (taken.opened) {
            opened_.push_back(taken.opened);
        }
    }

    // Whoever says so: nobody reports for a house that is not hers to report for.
    void refuse_strangers(const conversation::FormSubmitted& event) {
        if (event.on_behalf &&
            !TeamView(connection_)
                 .may_report_for(person_, event.household, conversation::bangkok_day(now_))) {
            throw std::logic_error("a report on behalf of a household that is not assigned");
        }
    }

    [[nodiscard]] ModelChoice::Deed deed() const { return {person_, now_, actor_}; }

    [[nodiscard]] Notices::Decision decision(HouseholdId household,
                                             const std::string& version,
                                             const std::vector<std::string>& purposes) const {
        return {household,
                start_.contact.id,
                Contacts(connection_).relation(start_.contact.id, household),
                version,
                message_.channel,
                purposes};
    }

    void audit(std::string_view action, HouseholdId household, std::string_view detail = {}) {
        AuditLog(connection_)
            .write({actor_,
                    std::string(action),
                    household ? fmt::format("household:{}", household.value) : actor_,
                    std::string(detail),
                    now_});
    }

    Connection& connection_;
    const TurnCommit::Start& start_;
    const IncomingMessage& message_;
    Instant now_;
    conversation::ContactId contact_;
    PersonId person_;
    std::vector<ConflictId> opened_;
    std::string actor_;
    std::string language_;
};

// What a message does by its kind alone, whatever the conversation answers.
void apply_kind(Connection& connection, const IncomingMessage& message, Instant now) {
    Contacts contacts(connection);
    switch (message.kind) {
        case IncomingKind::Follow:
            contacts.set_address_state(
                message.channel, message.address, Contacts::AddressState::Active, now);
            break;
        case IncomingKind::Unfollow:
            contacts.set_address_state(
                message.channel, message.address, Contacts::AddressState::Blocked, now);
            break;
        case IncomingKind::Unsend:
            Inbox(connection).erase_message(message.channel, message.message_id, now);
            break;
        default:
            break;
    }
}

}  // namespace

TurnCommit::Start TurnCommit::start(const IncomingMessage& message, Instant now) {
    Start start;
    Inbox inbox(connection_);
    Contacts contacts(connection_);
    const auto known = contacts.find(message.channel, message.address);
    // A repeated event must not even make a contact.
    start.repeated = !known && inbox.seen(message.channel, message.event_id);
    if (start.repeated) {
        return start;
    }
    start.contact = known ? *known : contacts.find_or_create(message.channel, message.address, now);
    const auto recorded = inbox.record(message, start.contact.id, now);
    start.repeated = !recorded;
    if (start.repeated) {
        return start;
    }
    start.inbox = *recorded;
    fault_point("turn_commit.after_inbox");
    apply_kind(connection_, message, now);
    start.session = Sessions(connection_).find(start.contact.id);
    return start;
}

TurnCommit::Start TurnCommit::resume(InboxId inbox, const IncomingMessage& message, Instant now) {
    Start start;
    start.inbox = inbox;
    start.contact = Contacts(connection_).find_or_create(message.channel, message.address, now);
    start.session = Sessions(connection_).find(start.contact.id);
    return start;
}

Outbox::Enqueued TurnCommit::finish(const Start& start,
                                    const IncomingMessage& message,
                                    const conversation::TurnResult& result,
                                    std::vector<conversation::OutgoingMessage> answer,
                                    Instant now,
                                    bool at_once) {
    Sessions sessions(connection_);
    if (result.session) {
        sessions.save(start.contact.id, *result.session, now);
    } else if (start.session) {
        sessions.close(start.contact.id);
    }
    fault_point("turn_commit.after_session");
    EventApplier apply(connection_, start, message, now);
    for (const auto& event : result.events) {
        std::visit(std::ref(apply), event);
    }
    opened_ = std::move(apply).opened();
    fault_point("turn_commit.after_events");
    Outbox::Enqueued enqueued;
    if (!answer.empty() && !message.standby) {
        Outbox::Draft draft;
        draft.channel = message.channel;
        draft.address = message.address;
        draft.contact = apply.contact();
        draft.messages = std::move(answer);
        draft.reply_token = message.reply_token;
        draft.reply_token_at = message.received_at == Instant{} ? now : message.received_at;
        draft.inbox = start.inbox;
        Outbox outbox(connection_);
        enqueued = at_once && !message.reply_token.empty()
                       ? outbox.enqueue_claimed(std::move(draft), now)
                       : Outbox::Enqueued{outbox.enqueue(draft, now), std::nullopt};
    }
    fault_point("turn_commit.after_outbox");
    return enqueued;
}

}  // namespace storage
