"""The tables of the portal, plain and typed; importing this package makes all of them known to the metadata.

In: nothing. Out: `Base` and every model, by name.
"""

from portal.models.accounts import ROLES, Account, AccountPayGroup, AccountRole, SignInAttempt, SignInSession
from portal.models.append_only import APPEND_ONLY, install_guards, missing_guards, remove_guards
from portal.models.base import Base, UtcTime
from portal.models.company import DECLARED_KINDS, CompanyRow, DeclaredName, RecordFieldRow, RecordTypeRow
from portal.models.imports import Import, ImportRow
from portal.models.journal import JournalEntry
from portal.models.knowledge import Counter, Knowledge
from portal.models.people import (
    AssignmentRow,
    Calendar,
    HierarchyRow,
    LeaveRow,
    Payee,
    PayeeName,
    PayGroup,
    PayGroupMemberRow,
    PeriodRow,
    PersonRow,
    PositionRow,
    RelationRow,
    TerritoryRow,
)
from portal.models.plans import Plan, PlanApproval, PlanDraft, PlanVersion
from portal.models.records import EventRow, RecordPerson, RecordRow, RecordVersionRow
from portal.models.runs import Job, Run, RunPayeeResult, RunUncredited
from portal.models.targets import (
    FxRateRow,
    OpeningRow,
    PersonalValueRow,
    QuotaRow,
    TableRateRow,
    TargetIncentiveRow,
    TypedResultRow,
)

__all__ = [
    "APPEND_ONLY",
    "DECLARED_KINDS",
    "ROLES",
    "Account",
    "AccountPayGroup",
    "AccountRole",
    "AssignmentRow",
    "Base",
    "Calendar",
    "CompanyRow",
    "Counter",
    "DeclaredName",
    "EventRow",
    "FxRateRow",
    "HierarchyRow",
    "Import",
    "ImportRow",
    "Job",
    "JournalEntry",
    "Knowledge",
    "LeaveRow",
    "OpeningRow",
    "PayGroup",
    "PayGroupMemberRow",
    "Payee",
    "PayeeName",
    "PeriodRow",
    "PersonRow",
    "PersonalValueRow",
    "Plan",
    "PlanApproval",
    "PlanDraft",
    "PlanVersion",
    "PositionRow",
    "QuotaRow",
    "RecordFieldRow",
    "RecordPerson",
    "RecordRow",
    "RecordTypeRow",
    "RecordVersionRow",
    "RelationRow",
    "Run",
    "RunPayeeResult",
    "RunUncredited",
    "SignInAttempt",
    "SignInSession",
    "TableRateRow",
    "TargetIncentiveRow",
    "TerritoryRow",
    "TypedResultRow",
    "UtcTime",
    "install_guards",
    "missing_guards",
    "remove_guards",
]
