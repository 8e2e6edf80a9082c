"""In: nothing. Out: a company of two people, and mappings that bring dated facts about them, for the tests of rows
that follow each other."""

PEOPLE = """\
mapping: people
label: {en: People, ko: 구성원}
declare:
  company: {name: Test, time_zone: Asia/Seoul}
  quotas: {arr: {unit: money, label: {en: ARR, ko: ARR}}}
  personal: {rate: {unit: percent, label: {en: Rate, ko: 요율}}}
  inputs: {survey: {unit: percent, label: {en: Survey, ko: 설문}}}
  relations: {pod: {label: {en: Pod, ko: 담당 그룹}}}
  territories: {east: {label: {en: East, ko: 동부}}, west: {label: {en: West, ko: 서부}}}
  tables: {levels: {label: {en: Rates by level, ko: 직급별 요율}}}
  titles: {head: {label: {en: Head, ko: 본부장}}, ae: {label: {en: Account executive, ko: 영업 담당}}}
  grades: {senior: {label: {en: Senior, ko: 선임}}}
  holidays: [{day: 2026-01-01, label: {en: "New Year's Day", ko: 신정}}]
  pay_groups:
    us: {year_starts: January, label: {en: United States, ko: 미국}}
    kr: {year_starts: January, label: {en: Korea, ko: 한국}}
tables:
  - file: people.csv
    into: people
    header: yes
    date_form: YYYY-MM-DD
    fields: {person: {column: id}, name: {column: name}, hire: {column: hire}, home_currency: {column: pays}}
"""
#: The fields beside first day, last day and `withdrawn` that a row of each table has here.
TABLES = {
    "quotas": "person: {column: who}, quota: {constant: arr}, value: {column: what, currency: USD}",
    "personal": "person: {column: who}, personal: {constant: rate}, value: {column: what}",
    "targets": "person: {column: who}, amount: {column: what, currency: USD}",
    "pay_groups": "person: {column: who}, pay_group: {column: what}",
    "assignments": "person: {column: who}, plan: {column: what}, position: {column: seat}",
    "hierarchy": "position: {column: who}, manager_position: {column: what}",
    "territories": "territory: {constant: east}, position: {column: what}, rule: {constant: payee.grade=senior}",
    "relations": "relation: {constant: pod}, person: {column: who}, other: {column: what}",
    "leaves": "person: {column: who}",
    "tables": "table: {constant: levels}, rate: {column: what}, rule: {constant: payee.grade=senior}",
}


def mapping(table: str) -> str:
    """A mapping that reads rows.csv (who, what, seat, from, to, gone) into a table."""
    return f"""\
mapping: rows
label: {{en: Rows, ko: 행}}
tables:
  - file: rows.csv
    into: {table}
    header: yes
    date_form: YYYY-MM-DD
    fields:
      {{{TABLES[table]}, first_day: {{column: from}}, last_day: {{column: to}}, withdrawn: {{column: gone}}}}
"""
