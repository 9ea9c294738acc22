#pragma once
#include "console/api_visit.h"

namespace console {

// The OData v4 feed below /api/v1/odata/: service document, $metadata, the sets with $filter,
// $select, $top, $skip, $count and pages, and <set>/$count. It is below /api/v1/ so that one rule
// of a proxy and one door hold for all that programs read. Faults are told in OData's own form.
[[nodiscard]] webhooks::Response odata_answer(const ApiVisit& visit);

}  // namespace console
