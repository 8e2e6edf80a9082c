"""The shape of the demo company: positions, who reports to whom, territories, pay groups.

In: a timeline. Out: unsaved rows of the portal's tables, each with the import in which it was learnt.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.values.words import Words
from portal.bridge.row_id_from_natural_key import (
    id_of_membership,
    id_of_position,
    id_of_reporting,
    id_of_territory,
)
from portal.demo.declared import COMPANY, TEAMS, TITLES
from portal.demo.people_from_seed import learnt
from portal.demo.roster import Member, Post, roster
from portal.demo.timeline import Timeline
from portal.models import HierarchyRow, PayGroupMemberRow, PositionRow, TerritoryRow

CALENDAR = "monthly"
PAY_GROUPS = {"us": Words("United States", "미국"), "kr": Words("Korea", "한국")}
#: who holds each territory
_TERRITORIES = {"us_east": "P-1002", "us_west": "P-1003", "us_enterprise": "P-1001", "korea": "P-1004"}

OrganisationRow = PositionRow | HierarchyRow | TerritoryRow | PayGroupMemberRow


def organisation(timeline: Timeline) -> Iterator[tuple[int, OrganisationRow]]:
    """Return every row with the number of its import.

    A position stays when its holder leaves, and a leaver stays in the pay group, so that late changes find a way.
    """
    for member in roster(timeline):
        for post in member.posts:
            for row in _position(post):
                yield learnt(timeline, post.span.first), row
        yield learnt(timeline, member.posts[0].span.first), _membership(member)
    for name, position in _TERRITORIES.items():
        label = COMPANY.territories[name].label
        yield (
            1,
            TerritoryRow(
                row_id=id_of_territory(name, timeline.first_day), territory=name, rule={"region": [name]},
                position_id=position, first_day=timeline.first_day, label_en=label.en, label_ko=label.ko,
            ),
        )  # fmt: skip


def _position(post: Post) -> Iterator[OrganisationRow]:
    title, team, number = TITLES[post.title].label, TEAMS[post.team], post.position[2:]
    yield PositionRow(
        row_id=id_of_position(post.position), position_id=post.position, title=post.title,
        label_en=f"{title.en}, {team.en} {number}", label_ko=f"{team.ko} {title.ko} {number}",
    )  # fmt: skip
    if post.manager:
        yield HierarchyRow(
            row_id=id_of_reporting(post.position, post.span.first), position_id=post.position,
            manager_position_id=post.manager, first_day=post.span.first,
        )  # fmt: skip


def _membership(member: Member) -> PayGroupMemberRow:
    first = member.posts[0].span.first
    return PayGroupMemberRow(
        row_id=id_of_membership(member.payee, first), payee_id=member.payee, pay_group=member.pay_group,
        first_day=first,
    )  # fmt: skip
